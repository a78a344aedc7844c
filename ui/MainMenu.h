// The menus and their actions with names, tips and shortcuts; what they do is connected by the window, which
// owns this. UI thread.
#pragma once

#include "ui/LastRun.h"
#include "ui/Session.h"

#include <QObject>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;

namespace latentscape {

enum class View { Train, Explore, Compare, Measure };
inline constexpr int kViews = 4;

class MainMenu : public QObject {
    Q_OBJECT

public:
    explicit MainMenu(QMainWindow* window);

    // What can be done now; why not is kept for whoever asks.
    void update(const Session& session, View view, const LastRun& lastRun);

    static void allow(QAction* action, bool can, const QString& whyNot);
    static QString whyNot(const QAction& action); // empty: it can be done

    QAction *openFolder, *openFile, *openCheckpoint, *goOnWithLastRun, *openRunBefore;
    QMenu *recent, *earlierRuns;
    QAction *saveCheckpoint, *savePicture, *saveStrips, *savePreset, *quit;
    QAction *saveEncodings, *saveLosses, *saveReport;
    QAction *undo, *redo, *copyPicture, *pastePicture, *keepPicture;
    QAction *start, *pause, *stop, *goOn, *newSamples;
    QAction *oneStep, *oneStepOfD, *oneStepOfG; // while paused
    QAction *lookAtNow, *branch;                // while a moment of the past is shown
    QActionGroup* views;                        // in the order of View
    QActionGroup* themes;                       // in the order of ThemeMode
    QAction* fullScreen;
    QAction *welcome, *terms, *explain, *search, *shortcuts, *about;

private:
    QAction* add(QMenu* menu, const char* name, const QString& text, const QKeySequence& key,
                 const QString& tip);
    QActionGroup* addGroup(QMenu* menu, const QList<QAction*>& actions);
    void buildFile();
    void buildEdit();
    void buildRun();
    void buildView();
    void buildHelp();

    QMainWindow* m_window;
};

} // namespace latentscape
