// What is opened: images, checkpoints, runs and pictures, chosen, dropped or from the last time. Asks before
// a run would have to stop, remembers what was opened, and sees to it that there are images when reading
// fails. Owned by the window; UI thread.
#pragma once

#include "ui/LastRun.h"
#include "ui/Problem.h"
#include "ui/RecentFiles.h"

#include <QObject>

class QWidget;

namespace latentscape {

class MainMenu;
class MessageStrip;
class Session;

class Opening : public QObject {
    Q_OBJECT

public:
    // All must outlive it.
    Opening(Session* session, Settings* settings, MessageStrip* strip, const MainMenu& menu, QWidget* window);

    const LastRun& lastRun() const { return m_lastRun; }

    // A data folder, an IDX file, a checkpoint, the folder of a run, or a picture.
    void open(const QString& path);
    void openAtStart(const QString& source); // of the last time; then looks for the last run
    void goOnWithLastRun();
    void chooseFolder();
    void chooseCheckpoint();
    void cancel(); // what is being read
    void giveUp(const Problem& problem);

signals:
    void began();                            // something else will be shown
    void pictureChosen(const QString& file); // while there is a model to encode it
    void goOnRequested();                    // with the run that was opened
    void nothingOpened();                    // what there was before is still there
    void lastRunFound(const QString& description, bool unfinished);

private:
    void connectMenu();
    void openChosen(const QString& path);
    void openWhenStopped();
    void noteData();
    void noteOpened(const QString& file);
    void offerToGoOn(const QString& file);
    void loadInstead(const QString& source);

    Session* m_session;
    MessageStrip* m_strip;
    const MainMenu& m_menu;
    QWidget* m_window;
    RecentFiles m_recent;
    LastRun m_lastRun;
    QString m_source; // of the images of the last time
    QString m_openWhenStopped;
    bool m_goOnWhenOpened = false;
    bool m_keepMessage = false; // through the next success
};

} // namespace latentscape
