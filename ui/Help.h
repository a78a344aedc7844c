// What the menu Help leads to: the welcome page, the terms, the keys, what this program is, the search for a
// command, and "What's this?" anywhere in the window. Owned by the window; UI thread.
#pragma once

#include <QObject>

class QHelpEvent;
class QMainWindow;

namespace latentscape {

class CommandSearch;
class HelpPage;
class MainMenu;
class Opening;
class SetupPanel;
class TermsPage;
class ViewStack;
class WelcomePage;

class Help : public QObject {
    Q_OBJECT

public:
    // All must outlive it; its pages stand among the views.
    Help(const MainMenu& menu, Opening* opening, SetupPanel* setup, ViewStack* views, QMainWindow* window);

    void showWelcome(); // the focus stays where it is
    bool isWelcoming() const;

signals:
    void left();                      // a page: the view can come back
    void notice(const QString& text); // something went well
    void failed(const QString& title, const QString& message);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void connectWelcome(Opening* opening);
    void showTerms(const QString& words);
    void searchCommands();
    bool explain(const QHelpEvent& event);

    SetupPanel* m_setup;
    ViewStack* m_views;
    QMainWindow* m_window;
    WelcomePage* m_welcome;
    TermsPage* m_terms;
    HelpPage* m_page;
    CommandSearch* m_search;
};

} // namespace latentscape
