// Keyboard shortcuts, or what this program is: a page in place of a view, which Esc leaves. UI thread.
#pragma once

#include <QWidget>

class QLabel;
class QMenuBar;
class QPushButton;

namespace latentscape {

class HelpPage : public QWidget {
    Q_OBJECT

public:
    explicit HelpPage(QWidget* parent = nullptr);

    void showShortcuts(const QMenuBar& menus);
    void showAbout();
    static QString versions(); // one line, for reports

signals:
    void left();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showText(const QString& title, const QString& html);

    QLabel* m_title;
    QLabel* m_text;
    QPushButton* m_back;
};

} // namespace latentscape
