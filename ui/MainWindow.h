// The one window: what is made at the left, how it goes in the middle, how far it is at the bottom. Lives on
// the UI thread; owns the Session and connects it with what is shown.
#pragma once

#include "core/train/Remedy.h"
#include "ui/LastRun.h"
#include "ui/MainMenu.h"
#include "ui/MessageStrip.h"
#include "ui/RecentFiles.h"
#include "ui/Session.h"
#include "ui/Settings.h"

#include <QMainWindow>

#include <optional>

namespace latentscape {

class Closing;
class CommandSearch;
class PastLine;
class Rewind;
class RunExports;
class RunLine;
class SetupPanel;
class TermsPage;
class ViewBar;
class ViewStack;
class WelcomePage;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    Session& session() { return m_session; }
    // A data folder, an IDX file, a checkpoint, or the folder of a run. Asks first when a run would have to
    // stop.
    void open(const QString& path);
    void showView(View view);
    // Without a question: keeps the run, then closes. If it can't be kept, says so on stderr and exits
    // with 4.
    void saveAndClose();
    // The desktop's session is about to end, which may yet be called off: blocks until a running run is kept,
    // at most some seconds, and asks nothing when the window is closed soon after.
    void keepRun();

protected:
    void closeEvent(QCloseEvent* event) override;
    bool event(QEvent* event) override;

private:
    QWidget* buildViews();
    void connectMenu();
    void connectFileActions();
    void connectExports();
    void connectSession();
    void connectViews();
    void connectWelcome();
    void connectHelp();
    void restore();

    void followState();
    void showData();
    void takeUpExplore(); // what came with the run
    void showSnapshot(const Snapshot& snapshot);
    void showSaved(const QString& file);
    void showOpened(const QString& file);
    void report(const Problem& problem);
    void loadInstead(const QString& source);
    void complain(const QString& title, const QString& text, const QString& details = {});
    void offerLastRun(const QString& description, bool unfinished);

    void showWelcome();
    void leavePage();
    void showTerms(const QString& words);
    void searchCommands();

    void chooseFolder();
    void openChosen(const QString& path);
    void chooseWhereToSave();
    void start();
    void goOn();
    void goOnWithLastRun();
    void goOnMoreCarefully();
    void apply(const Remedy& remedy);
    void updateMenu();

    Settings m_settings; // outlives all that keeps something in it
    Session m_session;
    MainMenu m_menu;
    RecentFiles m_recent;
    LastRun m_lastRun;
    QString m_source; // of the images of the last time
    bool m_goOnWhenOpened = false;
    bool m_keepMessage = false; // through the next success
    QString m_openWhenStopped;
    std::optional<TrainConfig> m_startWhenStopped;
    Closing* m_end = nullptr;
    RunExports* m_exports = nullptr;

    SetupPanel* m_setup;
    ViewBar* m_bar;
    MessageStrip* m_strip;
    PastLine* m_past;
    ViewStack* m_views;
    WelcomePage* m_welcome;
    TermsPage* m_terms;
    CommandSearch* m_search;
    RunLine* m_line;
};

} // namespace latentscape
