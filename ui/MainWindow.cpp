#include "ui/MainWindow.h"

#include "ui/AroundCard.h"
#include "ui/Closing.h"
#include "ui/DropOverlay.h"
#include "ui/ExploreState.h"
#include "ui/ExploreView.h"
#include "ui/FileQuestions.h"
#include "ui/FindingActions.h"
#include "ui/Help.h"
#include "ui/LatentPoint.h"
#include "ui/Opening.h"
#include "ui/Page.h"
#include "ui/PastLine.h"
#include "ui/ProblemMessage.h"
#include "ui/Rewind.h"
#include "ui/RunControl.h"
#include "ui/RunExports.h"
#include "ui/RunLine.h"
#include "ui/SetupPanel.h"
#include "ui/Theme.h"
#include "ui/ViewBar.h"
#include "ui/ViewRoom.h"
#include "ui/ViewStack.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QScreen>
#include <QVBoxLayout>

namespace latentscape {

namespace {

constexpr QSize kFirstSize(1280, 720);

// With its frame the window would reach over the edge.
bool isSmall(const QScreen& screen) {
    constexpr QSize frame(16, 40);
    const QSize needed = kFirstSize + frame;
    return screen.availableSize().width() < needed.width() ||
           screen.availableSize().height() < needed.height();
}

QWidget* makeLine(QFrame::Shape direction) {
    auto* line = new QWidget;
    line->setBackgroundRole(QPalette::Mid);
    line->setAutoFillBackground(true);
    direction == QFrame::VLine ? line->setFixedWidth(1) : line->setFixedHeight(1);
    return line;
}

} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_menu(this)
    , m_setup(new SetupPanel)
    , m_bar(new ViewBar(*m_menu.views))
    , m_strip(new MessageStrip)
    , m_past(new PastLine)
    , m_views(new ViewStack(&m_session.decoder()))
    , m_line(new RunLine) {
    setObjectName("mainWindow");
    setWindowTitle("Latentscape");
    resize(kFirstSize);
    auto* center = new QWidget;
    auto* column = new QVBoxLayout(center);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_setup);
    row->addWidget(makeLine(QFrame::VLine));
    row->addWidget(buildViews(), 1);
    column->addLayout(row, 1);
    column->addWidget(makeLine(QFrame::HLine));
    column->addWidget(m_line);
    setCentralWidget(center);
    connectSession(); // first: the others act on what is shown
    m_opening = new Opening(&m_session, &m_settings, m_strip, m_menu, this);
    m_run = new RunControl(&m_session, m_setup, m_menu, this);
    m_help = new Help(m_menu, m_opening, m_setup, m_views, this);
    m_end = new Closing(&m_session, m_opening->lastRun().file(), this);
    m_exports = new RunExports(&m_session, this);
    connectMenu();
    connectOpening();
    connectSaving();
    connectViews();
    connectHelp();
    auto* overlay = new DropOverlay(this);
    connect(overlay, &DropOverlay::dropped, this, &MainWindow::open);
    connect(overlay, &DropOverlay::pictureDropped, this, &MainWindow::takePicture);
    connect(overlay, &DropOverlay::refused, this,
            [this](const QString& why) { complain(tr("This cannot be opened"), why); });
    const LastRun& lastRun = m_opening->lastRun();
    m_session.keepRunIn(lastRun.file(), lastRun.before(), LastRun::kInterval);
    m_session.keepMomentsIn(lastRun.momentsFolder());
    auto* rewind = new Rewind(&m_session, m_views, m_past, &m_menu, this);
    connect(rewind, &Rewind::openRequested, this, &MainWindow::open);
    restore();
}

MainWindow::~MainWindow() {
    m_session.carryAlong({});
    delete takeCentralWidget(); // the views use the session to their end
}

// ---- what it is made of ----

QWidget* MainWindow::buildViews() {
    auto* middle = new QWidget;
    auto* layout = new QVBoxLayout(middle);
    layout->setContentsMargins(16, 12, 16, 8);
    layout->setSpacing(12);
    for (Page* page : m_setup->pages()) {
        m_views->addWidget(page);
    }
    layout->addWidget(m_bar);
    layout->addWidget(m_strip);
    layout->addWidget(m_past);
    layout->addWidget(new ViewRoom(m_views), 1);
    return middle;
}

// ---- who hears whom ----

void MainWindow::connectMenu() {
    connect(m_menu.views, &QActionGroup::triggered, this, [this](QAction* action) {
        showView(static_cast<View>(m_menu.views->actions().indexOf(action)));
    });
    connect(m_bar, &ViewBar::chosen, this, &MainWindow::showView);
    m_menu.themes->actions().at(static_cast<int>(Settings::theme()))->setChecked(true);
    connect(m_menu.themes, &QActionGroup::triggered, this, [this](QAction* action) {
        const int mode = static_cast<int>(m_menu.themes->actions().indexOf(action));
        m_settings.keep(Settings::kTheme, mode);
        applyTheme(*qApp, static_cast<ThemeMode>(mode));
    });
    connect(m_menu.fullScreen, &QAction::toggled, this,
            [this](bool on) { on ? showFullScreen() : showNormal(); });
    LatentPoint* point = m_views->explore()->point();
    connect(m_menu.undo, &QAction::triggered, point, &LatentPoint::undo);
    connect(m_menu.redo, &QAction::triggered, point, &LatentPoint::redo);
    connect(point, &LatentPoint::undoChanged, this, &MainWindow::updateMenu);
    connect(m_menu.quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::connectOpening() {
    connect(m_opening, &Opening::pictureChosen, this, [this](const QString& file) {
        showView(View::Explore);
        m_views->explore()->openPicture(file);
    });
    connect(m_opening, &Opening::goOnRequested, m_run, &RunControl::goOn);
    connect(m_opening, &Opening::nothingOpened, this, &MainWindow::showData);
    connect(m_opening, &Opening::lastRunFound, this, &MainWindow::offerLastRun);
    connect(m_line, &RunLine::cancelRequested, m_opening, &Opening::cancel);
}

void MainWindow::connectSaving() {
    connect(m_menu.saveCheckpoint, &QAction::triggered, this, &MainWindow::chooseWhereToSave);
    connect(m_menu.savePicture, &QAction::triggered, this,
            [this] { m_views->savePicture(m_bar->current()); });
    connect(m_menu.saveStrips, &QAction::triggered, this, [this] { m_views->saveStrips(m_bar->current()); });
    connect(m_menu.copyPicture, &QAction::triggered, this, [this] { m_views->copy(m_bar->current()); });
    connect(m_menu.pastePicture, &QAction::triggered, this, [this] {
        showView(View::Explore); // rather than a page in its place
        m_views->explore()->pastePicture();
    });
    connect(m_menu.keepPicture, &QAction::triggered, this, [this] { m_views->keep(m_bar->current()); });
    connect(m_menu.savePreset, &QAction::triggered, m_setup, &SetupPanel::openPresetName);
    connect(m_menu.saveEncodings, &QAction::triggered, m_exports, &RunExports::saveEncodings);
    connect(m_menu.saveLosses, &QAction::triggered, m_exports, &RunExports::saveLosses);
    connect(m_menu.saveReport, &QAction::triggered, m_exports, &RunExports::saveReport);
    connect(m_exports, &RunExports::changed, this, &MainWindow::updateMenu);
    connect(m_exports, &RunExports::saved, this, [this](const QString& file) {
        m_line->showNotice(tr("Saved %1").arg(QFileInfo(file).fileName()));
    });
    connect(m_exports, &RunExports::failed, this,
            [this](const QString& why) { complain(tr("This could not be saved"), why); });
}

void MainWindow::connectSession() {
    connect(&m_session, &Session::stateChanged, this, &MainWindow::followState);
    connect(&m_session, &Session::loading, m_line, &RunLine::showLoading);
    connect(&m_session, &Session::dataLoaded, this, &MainWindow::showData);
    connect(&m_session, &Session::runStarted, this, [this] {
        m_bar->forgetSaved();
        m_views->setRun(m_session.config());
        m_views->explore()->setCheckpoint({});
        m_setup->clearRun(m_session.config());
        m_line->clear();
        m_strip->dismiss();
        showView(m_bar->current()); // rather than a page in its place
        takeUpExplore();
    });
    m_session.carryAlong([this] {
        ExploreState state = m_views->explore()->state();
        state.view = static_cast<int>(m_bar->current());
        return toJson(state);
    });
    connect(m_views->explore(), &ExploreView::edited, &m_session, &Session::keepSoon);
    connect(&m_session, &Session::runResumed, this, [this] {
        m_setup->setConfig(m_session.config());
        m_strip->dismiss();
    });
    connect(&m_session, &Session::snapshotArrived, this, &MainWindow::showSnapshot);
    connect(&m_session.decoder(), &Decoder::weightsArrived, this, &MainWindow::updateMenu);
    connect(&m_session, &Session::checkpointOpened, this, &MainWindow::showOpened);
    connect(&m_session, &Session::checkpointSaved, this, &MainWindow::showSaved);
    connect(&m_session, &Session::failed, this, &MainWindow::report);
}

void MainWindow::connectViews() {
    connect(m_setup, &SetupPanel::dataChosen, &m_session, &Session::loadData);
    connect(m_setup, &SetupPanel::imagesWanted, this, [this] { m_session.loadInForm(m_setup->config()); });
    connect(m_setup, &SetupPanel::pageRequested, m_views, &QStackedWidget::setCurrentWidget);
    connect(m_setup, &SetupPanel::pageLeft, this, [this] { showView(m_bar->current()); });
    connect(m_setup, &SetupPanel::openRequested, m_opening, &Opening::chooseFolder);
    connect(m_setup, &SetupPanel::numbersRequested, this,
            [this](Finding::Kind kind) { showView(isMeasured(kind) ? View::Measure : View::Train); });
    connect(m_views, &ViewStack::trainRequested, m_run, &RunControl::start);
    connect(m_views, &ViewStack::newSamplesRequested, &m_session, &Session::newSampleLatents);
    connect(m_views, &ViewStack::notice, m_line, &RunLine::showNotice);
    connect(m_views->explore(), &ExploreView::told, this, [this](const QString& title, const QString& text) {
        m_strip->show({Message::Kind::Offer, title, text, {}, {}, {}, {}});
    });
    connect(m_views, &ViewStack::viewRequested, this, &MainWindow::showView);
    connect(m_views, &ViewStack::figuresChanged, this, &MainWindow::updateMenu);
}

void MainWindow::connectHelp() {
    connect(m_help, &Help::left, this, [this] { showView(m_bar->current()); });
    connect(m_help, &Help::notice, m_line, &RunLine::showNotice);
    connect(m_help, &Help::failed, this,
            [this](const QString& title, const QString& why) { complain(title, why); });
}

// ---- from one start to the next ----

void MainWindow::restore() {
    if (!restoreGeometry(Settings::value(Settings::kGeometry).toByteArray()) && isSmall(*screen())) {
        setWindowState(Qt::WindowMaximized);
    }
    showView(static_cast<View>(std::clamp(Settings::value(Settings::kView).toInt(), 0, kViews - 1)));
    if (!Settings::value(Settings::kWelcomed).toBool()) {
        m_settings.keep(Settings::kWelcomed, true);
        m_help->showWelcome(); // beside Train, which keeps the focus
    }
    QString source = m_setup->dataSource();
    try {
        const QByteArray kept = Settings::value(Settings::kRun).toByteArray();
        if (!kept.isEmpty()) {
            const TrainConfig config = trainConfigFromJson(kept.toStdString());
            m_setup->setConfig(config);
            source = QString::fromStdString(config.data);
        }
    } catch (const std::exception&) {
        // Kept by another version: the settings of a first start do as well.
    }
    m_opening->openAtStart(source);
}

bool MainWindow::event(QEvent* event) {
    if (event->type() == QEvent::StatusTip) {
        m_line->showTip(static_cast<QStatusTipEvent*>(event)->tip());
        return true;
    }
    return QMainWindow::event(event);
}

// ---- what is shown ----

void MainWindow::showView(View view) {
    if (view != m_bar->current() && m_strip->message().kind == Message::Kind::Offer) {
        m_strip->dismiss(); // the menu offers the same
    }
    m_bar->setCurrent(view);
    m_views->showView(view);
    updateMenu();
}

void MainWindow::updateMenu() {
    m_setup->setCanGoOn(m_session.canGoOn());
    m_menu.update(m_session, m_bar->current(), m_opening->lastRun());
    const bool hasRun = m_exports->hasRun();
    const QString noRun = tr("nothing has been trained or opened");
    MainMenu::allow(m_menu.saveEncodings, m_exports->canEncode(),
                    hasRun ? tr("no images that fit the model are loaded") : noRun);
    MainMenu::allow(m_menu.saveLosses, hasRun, noRun);
    MainMenu::allow(m_menu.saveReport, hasRun, noRun);
    const LatentPoint& point = *m_views->explore()->point();
    const bool exploring = m_bar->current() == View::Explore;
    const QString elsewhere = tr("only in Explore");
    MainMenu::allow(m_menu.undo, exploring && point.canUndo(),
                    exploring ? tr("the point has not been moved") : elsewhere);
    MainMenu::allow(m_menu.redo, exploring && point.canRedo(),
                    exploring ? tr("nothing has been undone") : elsewhere);
    if (m_bar->current() == View::Measure) {
        MainMenu::allow(m_menu.copyPicture, m_views->hasFigures(), tr("nothing has been measured"));
    }
}

void MainWindow::followState() {
    m_setup->setState(m_session.state());
    m_views->setLive(m_session.isTraining());
    if (m_session.state() == Session::State::Loading) {
        m_line->showLoading(tr("Reading..."), -1);
    } else {
        m_line->endLoading();
    }
    updateMenu();
    m_end->closeWhenSaved();
}

void MainWindow::showData() {
    const LoadedData& loaded = m_session.data();
    const QString source = m_session.dataSource();
    if (loaded.train) {
        m_setup->addDataSource(QString::fromStdString(loaded.train->name()), source);
        m_setup->setData(loaded);
    } else {
        m_setup->addDataSource(QFileInfo(source).fileName(), source);
    }
    m_views->setData(loaded);
}

void MainWindow::takeUpExplore() {
    try {
        ExploreView* explore = m_views->explore();
        const ExploreState state =
            exploreStateFromJson(m_session.broughtAlong(), explore->point()->latent().size());
        explore->restore(state);
        if (state.view > 0 && state.view < kViews) {
            showView(static_cast<View>(state.view));
        }
    } catch (const std::exception& error) {
        complain(tr("The gallery could not be taken up"),
                 tr("The model is whole and can be used; what was kept beside it is damaged."),
                 QString::fromUtf8(error.what()));
    }
}

void MainWindow::showSnapshot(const Snapshot& snapshot) {
    m_views->showSnapshot(snapshot);
    m_setup->showSnapshot(snapshot, m_session.config());
    m_line->showRun(snapshot);
}

void MainWindow::showOpened(const QString& file) {
    m_views->explore()->setCheckpoint(file);
    m_setup->setConfig(m_session.config());
    updateMenu();
}

void MainWindow::showSaved(const QString& file) {
    m_end->noteSaved();
    if (file == m_opening->lastRun().file()) {
        m_bar->noteSaved();
    } else {
        m_views->explore()->setCheckpoint(file);
        m_line->showNotice(tr("Saved %1").arg(QFileInfo(file).fileName()));
    }
    updateMenu();
    m_end->closeWhenSaved();
}

void MainWindow::offerLastRun(const QString& description, bool unfinished) {
    updateMenu();
    if (unfinished && !m_help->isWelcoming() && !m_strip->isVisible() && !m_session.isTraining() &&
        !m_session.checkpoint()) {
        m_strip->show({Message::Kind::Offer,
                       tr("The last run is not at its end"),
                       description,
                       {},
                       tr("Go on"),
                       m_menu.goOnWithLastRun->toolTip(),
                       [this] { m_opening->goOnWithLastRun(); }});
    }
}

// ---- what is done ----

void MainWindow::open(const QString& path) {
    m_opening->open(path);
}

void MainWindow::takePicture(const QImage& picture) {
    if (m_session.decoder().hasWeights()) {
        showView(View::Explore);
        m_views->explore()->takePicture(picture);
    } else {
        complain(tr("There is no model yet"),
                 tr("Train one or open one, then drop the picture again to see what the model makes of it."));
    }
}

void MainWindow::chooseWhereToSave() {
    const QString file = askWhereToSaveCheckpoint(this);
    if (!file.isEmpty()) {
        m_session.saveCheckpoint(file);
    }
}

// ---- closing ----

void MainWindow::closeEvent(QCloseEvent* event) {
    m_end->answer(event);
    if (event->isAccepted()) {
        m_session.keepWhatChanged();
        m_settings.keep(Settings::kGeometry, saveGeometry());
        m_settings.keep(Settings::kView, static_cast<int>(m_bar->current()));
        m_settings.keep(Settings::kRun, QByteArray::fromStdString(toJson(m_setup->config())));
    }
}

void MainWindow::saveAndClose() {
    m_end->saveAndClose();
}

void MainWindow::keepRun() {
    m_end->keepRun();
}

// ---- trouble ----

void MainWindow::report(const Problem& problem) {
    if (problem.what == Problem::What::NotSaved && !m_end->survives(problem)) {
        return;
    }
    m_opening->giveUp(problem);
    m_strip->show(
        messageFor(problem, {[this] { m_opening->chooseFolder(); }, [this] { m_opening->chooseCheckpoint(); },
                             [this] { chooseWhereToSave(); }, [this] { m_run->goOnMoreCarefully(); }}));
}

void MainWindow::complain(const QString& title, const QString& text, const QString& details) {
    m_strip->show({Message::Kind::Problem, title, text, details, {}, {}, {}});
}

} // namespace latentscape
