// The one window: what is made at the left, how it goes in the middle, how far it is at the bottom. Lives on
// the UI thread; owns the Session and connects it with what is shown.
#pragma once

#include "ui/MainMenu.h"
#include "ui/MessageStrip.h"
#include "ui/Session.h"
#include "ui/Settings.h"

#include <QMainWindow>

namespace latentscape {

class Closing;
class Help;
class Opening;
class PastLine;
class RunControl;
class RunExports;
class RunLine;
class SetupPanel;
class ViewBar;
class ViewStack;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    Session& session() { return m_session; }
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
    void connectOpening();
    void connectSaving();
    void connectSession();
    void connectViews();
    void connectHelp();
    void restore();

    void followState();
    void showData();
    void takeUpExplore(); // what came with the run
    void showSnapshot(const Snapshot& snapshot);
    void showSaved(const QString& file);
    void showOpened(const QString& file);
    void report(const Problem& problem);
    void complain(const QString& title, const QString& text, const QString& details = {});
    void offerLastRun(const QString& description, bool unfinished);

    void takePicture(const QImage& picture);
    void chooseWhereToSave();
    void updateMenu();

    Settings m_settings; // outlives all that keeps something in it
    Session m_session;
    MainMenu m_menu;
    Opening* m_opening = nullptr;
    RunControl* m_run = nullptr;
    Help* m_help = nullptr;
    Closing* m_end = nullptr;
    RunExports* m_exports = nullptr;

    SetupPanel* m_setup;
    ViewBar* m_bar;
    MessageStrip* m_strip;
    PastLine* m_past;
    ViewStack* m_views;
    RunLine* m_line;
};

} // namespace latentscape
