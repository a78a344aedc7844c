// Keyboard shortcuts, or what this program is: a page in place of a view, which Esc leaves. UI thread.
#pragma once

#include "ui/Page.h"

class QLabel;
class QMenuBar;

namespace latentscape {

class HelpPage : public Page {
    Q_OBJECT

public:
    explicit HelpPage(QWidget* parent = nullptr);

    void showShortcuts(const QMenuBar& menus);
    void showAbout();
    static QString versions(); // one line, for reports

private:
    void showText(const QString& title, const QString& html);

    QLabel* m_text;
};

} // namespace latentscape
