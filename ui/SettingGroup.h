// A titled group of settings: rows with a name and a field, and links in its header. While a run goes on,
// what it can't change any more is shown as text and the rest is marked as live. UI thread.
#pragma once

#include <QWidget>

#include <vector>

class QFormLayout;
class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace latentscape {

// What every control has: by which tests find it, what a screen reader says, and what it is for.
template <typename W> W* named(W* widget, const char* objectName, const QString& name, const QString& tip) {
    widget->setObjectName(QLatin1String(objectName));
    widget->setAccessibleName(name);
    widget->setToolTip(tip);
    return widget;
}

class SettingGroup : public QWidget {
    Q_OBJECT

public:
    enum class Change { BeforeTheRun, AnyTime };

    explicit SettingGroup(const QString& title, QWidget* parent = nullptr);
    SettingGroup(const QString& title, int nameWidth, QWidget* parent = nullptr);

    // While a run goes on, or not.
    void setRunning(bool running);

    // Over the whole width, above the rows.
    void addWide(QWidget* widget);
    void addWideField(QWidget* editor);
    void addRow(QWidget* editor, Change change = Change::BeforeTheRun);
    // Something to do, before a run or at any time.
    QToolButton* addLink(const char* objectName, const QString& text, const QString& tip,
                         Change change = Change::BeforeTheRun);
    void setRowVisible(QWidget* editor, bool visible);

    const QString& title() const { return m_title; }
    std::vector<QWidget*> editors() const;          // of all rows, whether they are shown or not
    QString whyNotNow(const QWidget* editor) const; // it can't be changed; empty: it can

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Field {
        QWidget* editor;
        QLabel* text; // its value, in its place while a run goes on; made when it is needed
        bool visible; // applies at all
    };

    struct Link {
        QToolButton* button;
        bool always; // while a run goes on, too
    };

    struct LiveRow {
        QWidget* editor;
        QLayout* row;
        QLabel* mark;
    };

    void addField(QWidget* editor);
    void showAsText(Field& field, bool asText);
    void guardFromWheel(QWidget* editor);
    void showRows();
    void showLinks();

    static constexpr int kNameWidth = 92; // in the left column
    QString m_title;
    int m_nameWidth;
    bool m_running = false;

    QHBoxLayout* m_header;
    QVBoxLayout* m_column;
    QFormLayout* m_rows;
    std::vector<Link> m_links;
    std::vector<Field> m_fields; // of rows and wide ones
    std::vector<LiveRow> m_liveRows;
};

} // namespace latentscape
