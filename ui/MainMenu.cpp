#include "ui/MainMenu.h"

#include <QActionGroup>
#include <QMainWindow>
#include <QMenuBar>
#include <QWhatsThis>

namespace latentscape {

MainMenu::MainMenu(QMainWindow* window)
    : QObject(window)
    , m_window(window) {
    buildFile();
    buildEdit();
    buildRun();
    buildView();
    buildHelp();
}

QAction* MainMenu::add(QMenu* menu, const char* name, const QString& text, const QKeySequence& key,
                       const QString& tip) {
    auto* action = menu->addAction(text);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(key);
    action->setToolTip(tip);
    action->setStatusTip(tip);
    return action;
}

QActionGroup* MainMenu::addGroup(QMenu* menu, const QList<QAction*>& actions) {
    auto* group = new QActionGroup(menu);
    for (QAction* action : actions) {
        action->setCheckable(true);
        group->addAction(action);
    }
    actions.first()->setChecked(true);
    return group;
}

void MainMenu::buildFile() {
    QMenu* menu = m_window->menuBar()->addMenu(tr("&File"));
    openFolder = add(menu, "openFolder", tr("&Open data folder..."), QKeySequence::Open,
                     tr("Choose a folder with images to learn from"));
    openFile = add(menu, "openFile", tr("Open &image file..."), Qt::CTRL | Qt::SHIFT | Qt::Key_O,
                   tr("Choose one IDX file with images, plain or packed with gzip"));
    openCheckpoint = add(menu, "openCheckpoint", tr("Open &session or checkpoint..."), Qt::CTRL | Qt::Key_K,
                         tr("Open a trained model: to explore it, or to go on training it"));
    recent = menu->addMenu(tr("Open &recent"));
    recent->setObjectName("recentMenu");
    goOnWithLastRun = add(menu, "goOnWithLastRun", tr("&Go on with the last run"), Qt::CTRL | Qt::Key_L,
                          tr("Take up the run that was kept when it was last stopped, closed or cut off"));
    openRunBefore = add(menu, "openRunBefore", tr("Open the run &before it"), {},
                        tr("Open the run that was kept before the last one took its place"));
    earlierRuns = menu->addMenu(tr("&Earlier runs"));
    earlierRuns->setObjectName("earlierRunsMenu");
    menu->addSeparator();
    saveCheckpoint =
        add(menu, "saveCheckpoint", tr("&Save session..."), QKeySequence::Save,
            tr("Save the model, its run and what you have made in Explore, in one file; also while it runs"));
    menu->addSeparator();
    savePicture =
        add(menu, "savePicture", tr("Save &picture..."), Qt::CTRL | Qt::Key_I, // text fields take Ctrl+E
            tr("Save the pictures of this view as PNG"));
    saveStrips = add(menu, "saveStrips", tr("Save p&lot..."), Qt::CTRL | Qt::SHIFT | Qt::Key_I,
                     tr("Save the plot or the strips of this view as PNG"));
    menu->addSeparator();
    saveEncodings = add(menu, "saveEncodings", tr("Save e&ncodings..."), {},
                        tr("Where the model puts the held-out images: an array for NumPy, or a table"));
    saveLosses = add(menu, "saveLosses", tr("Save losses &as numbers..."), {},
                     tr("The learning curves as a table, or as events for TensorBoard"));
    saveReport = add(menu, "saveReport", tr("Save repor&t..."), {},
                     tr("The run on one page that opens in any browser: curves, samples, figures, settings"));
    menu->addSeparator();
    savePreset = add(menu, "savePresetAs", tr("Save p&reset..."), Qt::CTRL | Qt::SHIFT | Qt::Key_S,
                     tr("Keep model and training settings beside the built-in presets"));
    menu->addSeparator();
    quit = add(menu, "quit", tr("&Quit"), QKeySequence::Quit, tr("Close; a run is kept"));
}

void MainMenu::buildEdit() {
    QMenu* menu = m_window->menuBar()->addMenu(tr("&Edit"));
    undo =
        add(menu, "undo", tr("&Undo"), QKeySequence::Undo, tr("The point goes back to where it was before"));
    redo = add(menu, "redo", tr("&Redo"), QKeySequence::Redo, tr("The point goes again to where it was"));
    menu->addSeparator();
    copyPicture = add(menu, "copyPicture", tr("&Copy picture"), QKeySequence::Copy,
                      tr("Put the pictures of this view on the clipboard"));
    pastePicture = add(menu, "pastePicture", tr("&Paste picture"), QKeySequence::Paste,
                       tr("Take the picture on the clipboard into Explore: the point goes where it lies"));
    keepPicture =
        add(menu, "keepPicture", tr("&Keep picture"), Qt::CTRL | Qt::Key_D,
            tr("Put the picture of Explore, or the marked sample of Train, and its point into the gallery"));
}

void MainMenu::buildRun() {
    QMenu* menu = m_window->menuBar()->addMenu(tr("&Run"));
    start = add(menu, "startRun", tr("&Train"), Qt::Key_F5, tr("Start a new run with these settings"));
    pause = add(menu, "pauseRun", tr("&Pause"), Qt::Key_F6, tr("Hold the run; nothing is lost"));
    stop =
        add(menu, "stopRun", tr("&Stop"), Qt::SHIFT | Qt::Key_F5, tr("End the run; what was learnt is kept"));
    menu->addSeparator();
    goOn = add(menu, "goOnRun", tr("&Go on"), Qt::CTRL | Qt::Key_F5,
               tr("Train the model that is shown further, exactly from where it stopped"));
    newSamples = add(menu, "newSamplesAction", tr("&New samples"), Qt::CTRL | Qt::Key_G,
                     tr("Draw samples from other latents"));
    menu->addSeparator();
    oneStep = add(menu, "oneStep", tr("&One step"), Qt::Key_F8,
                  tr("While paused: a single step of the optimizer, to see what it changes"));
    oneStepOfD = add(menu, "oneStepOfD", tr("One step of &D"), Qt::SHIFT | Qt::Key_F8,
                     tr("While a GAN is paused: its discriminator alone learns from one batch"));
    oneStepOfG = add(menu, "oneStepOfG", tr("One step of &G"), Qt::CTRL | Qt::Key_F8,
                     tr("While a GAN is paused: its generator alone learns from one batch"));
    menu->addSeparator();
    lookAtNow = add(menu, "lookAtNow", tr("&Back to now"), Qt::ALT | Qt::Key_Home,
                    tr("Show the newest model again instead of a moment of the past"));
    branch = add(menu, "branchRun", tr("&Continue from here"), Qt::CTRL | Qt::SHIFT | Qt::Key_F5,
                 tr("Begin a new run at the moment of the past that is shown; nothing of this run is lost"));
}

void MainMenu::buildView() {
    QMenu* menu = m_window->menuBar()->addMenu(tr("&View"));
    views = addGroup(menu, {add(menu, "showTrain", tr("&Train"), Qt::CTRL | Qt::Key_1, tr("Watch it learn")),
                            add(menu, "showExplore", tr("&Explore"), Qt::CTRL | Qt::Key_2,
                                tr("Walk the latent space, also while it learns")),
                            add(menu, "showCompare", tr("&Compare"), Qt::CTRL | Qt::Key_3,
                                tr("Originals beside what the model makes of them")),
                            add(menu, "showMeasure", tr("&Measure"), Qt::CTRL | Qt::Key_4,
                                tr("How good it is, in figures"))});
    menu->addSeparator();
    QMenu* colours = menu->addMenu(tr("C&olours"));
    colours->setObjectName("themeMenu");
    themes = addGroup(
        colours,
        {add(colours, "themeDesktop", tr("Like the &desktop"), {}, tr("Light or dark as the desktop is")),
         add(colours, "themeLight", tr("&Light"), {}, tr("Dark words on light ground")),
         add(colours, "themeDark", tr("&Dark"), {}, tr("Light words on dark ground"))});
    fullScreen = add(menu, "fullScreen", tr("&Full screen"), Qt::Key_F11, tr("The window alone, or not"));
    fullScreen->setCheckable(true);
}

void MainMenu::buildHelp() {
    QMenu* menu = m_window->menuBar()->addMenu(tr("&Help"));
    welcome = add(menu, "showWelcome", tr("&Welcome"), {},
                  tr("Images that are at hand or can be fetched, the last run, and this machine"));
    terms = add(menu, "showTerms", tr("&Terms"), Qt::CTRL | Qt::Key_T,
                tr("What the field's words mean, and what to look for"));
    explain = QWhatsThis::createAction(menu);
    explain->setObjectName("explain");
    explain->setText(tr("What's t&his?"));
    explain->setToolTip(tr("Then click what you want to have explained"));
    explain->setStatusTip(explain->toolTip());
    menu->addAction(explain);
    search = add(menu, "searchCommands", tr("&Find a command..."), Qt::CTRL | Qt::SHIFT | Qt::Key_P,
                 tr("Type a few letters of any command, setting or term"));
    menu->addSeparator();
    shortcuts = add(menu, "showShortcuts", tr("&Keyboard shortcuts"), QKeySequence::HelpContents,
                    tr("All keys on one page"));
    about = add(menu, "showAbout", tr("&About Latentscape"), {}, tr("Version and licence"));
    about->setMenuRole(QAction::AboutRole);
}

namespace {

constexpr const char* kWhyNot = "whyNot";

} // namespace

void MainMenu::allow(QAction* action, bool can, const QString& whyNot) {
    action->setEnabled(can);
    action->setProperty(kWhyNot, whyNot);
}

QString MainMenu::whyNot(const QAction& action) {
    if (action.isEnabled()) {
        return {};
    }
    const QString words = action.property(kWhyNot).toString();
    return words.isEmpty() ? tr("not now") : words;
}

void MainMenu::update(const Session& session, View view, const LastRun& lastRun) {
    const bool training = session.isTraining();
    const bool ready = session.state() == Session::State::Ready;
    const bool paused = session.state() == Session::State::Paused;
    const QString whileTraining = tr("not while a run goes on");
    const QString noRun = tr("no run goes on");
    const QString noModel = tr("nothing has been trained or opened");
    for (QAction* action : {openFolder, openFile, openCheckpoint}) {
        allow(action, !training, whileTraining);
    }
    allow(recent->menuAction(), !training, whileTraining);
    allow(goOnWithLastRun, ready && lastRun.isThere(), training ? whileTraining : tr("there is no last run"));
    allow(openRunBefore, !training && lastRun.isBeforeThere(),
          training ? whileTraining : tr("there is no such run"));
    allow(saveCheckpoint, training || session.checkpoint(), noModel);
    allow(start, ready && session.data().train, training ? tr("a run goes on") : tr("no images are loaded"));
    allow(pause, training, noRun);
    pause->setText(paused ? tr("&Resume") : tr("&Pause"));
    pause->setStatusTip(paused ? tr("Go on with the run") : tr("Hold the run; nothing is lost"));
    pause->setToolTip(pause->statusTip());
    allow(stop, training, noRun);
    allow(goOn, session.canGoOn(), training ? tr("a run goes on") : noModel);
    allow(newSamples, training, noRun);

    const bool shown = session.decoder().hasWeights();
    const bool pictures = shown && view != View::Measure;
    allow(copyPicture, shown, noModel);
    allow(pastePicture, shown && view == View::Explore, shown ? tr("only in Explore") : noModel);
    allow(keepPicture, shown && (view == View::Explore || view == View::Train),
          shown ? tr("only in Train and Explore") : noModel);
    copyPicture->setText(view == View::Measure ? tr("&Copy figures") : tr("&Copy picture"));
    allow(savePicture, pictures, shown ? tr("Measure has no pictures") : noModel);
    allow(saveStrips, pictures && view != View::Compare, shown ? tr("this view has none") : noModel);
    savePicture->setText(view == View::Explore ? tr("Save &picture...") : tr("Save s&heet..."));
    saveStrips->setText(view == View::Explore ? tr("Save s&trips...") : tr("Save p&lot..."));
    views->actions().at(static_cast<int>(view))->setChecked(true);
}

} // namespace latentscape
