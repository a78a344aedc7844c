// A titled group of settings in the left column: rows with a name and a field, some of them folded away
// behind a link. While a run goes on, what it can't change any more is shown as text and the rest is marked
// as live. UI thread.
#pragma once

#include <QWidget>

#include <vector>

class QFormLayout;
class QHBoxLayout;
class QLabel;
class QStackedWidget;
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

    // While a run goes on, or not.
    void setRunning(bool running);

signals:
    void unfolded();

protected:
    // Over the whole width, above the rows.
    void addWide(QWidget* widget);
    void addWideField(QWidget* editor);
    void addRow(QWidget* editor, Change change = Change::BeforeTheRun);
    // Rows that are added later are behind it.
    void addUnfolding(const char* objectName, const QString& text, const QString& tip);
    // Something to do before a run.
    QToolButton* addLink(const char* objectName, const QString& text, const QString& tip);
    void setRowVisible(QWidget* editor, bool visible);
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Field {
        QWidget* editor;
        QStackedWidget* pages; // editor, or its value as text
        QLabel* text;
        bool folded;  // behind the link
        bool visible; // applies at all
    };

    struct LiveRow {
        QWidget* editor;
        QLayout* row;
        QLabel* mark;
    };

    QStackedWidget* addField(QWidget* editor);
    void guardFromWheel(QWidget* editor);
    void showRows();

    QHBoxLayout* m_header;
    QVBoxLayout* m_column;
    QFormLayout* m_rows;
    QToolButton* m_unfold = nullptr;
    QToolButton* m_link = nullptr;
    std::vector<Field> m_fields; // of rows and wide ones
    std::vector<LiveRow> m_liveRows;
};

} // namespace latentscape
