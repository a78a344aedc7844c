#include "ui/MainWindow.h"

#include "core/data/PictureDecoder.h"
#include "ui/AroundCard.h"
#include "ui/Closing.h"
#include "ui/Commands.h"
#include "ui/CommandSearch.h"
#include "ui/DropOverlay.h"
#include "ui/ExploreView.h"
#include "ui/FileQuestions.h"
#include "ui/FindingActions.h"
#include "ui/LatentPoint.h"
#include "ui/Page.h"
#include "ui/PastLine.h"
#include "ui/ProblemMessage.h"
#include "ui/Rewind.h"
#include "ui/RunExports.h"
#include "ui/RunLine.h"
#include "ui/SetupPanel.h"
#include "ui/TermsPage.h"
#include "ui/Theme.h"
#include "ui/ViewBar.h"
#include "ui/ViewStack.h"
#include "ui/WelcomePage.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QHelpEvent>
#include <QMenuBar>
#include <QScreen>
#include <QVBoxLayout>
#include <QWhatsThis>

namespace latentscape {

namespace {

constexpr QSize kFirstSize(1280, 720);
constexpr const char* kEmbedded = "shapes";

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
    , m_recent(&m_settings)
    , m_setup(new SetupPanel)
    , m_bar(new ViewBar(*m_menu.views))
    , m_strip(new MessageStrip)
    , m_past(new PastLine)
    , m_views(new ViewStack(&m_session.decoder()))
    , m_welcome(new WelcomePage(dataHomes()))
    , m_terms(new TermsPage)
    , m_search(new CommandSearch(this))
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
    m_end = new Closing(&m_session, m_lastRun.file(), this);
    m_exports = new RunExports(&m_session, this);
    connectMenu();
    connectFileActions();
    connectExports();
    connectSession();
    connectViews();
    connectWelcome();
    connectHelp();
    auto* overlay = new DropOverlay(this);
    connect(overlay, &DropOverlay::dropped, this, &MainWindow::open);
    connect(overlay, &DropOverlay::refused, this,
            [this](const QString& why) { complain(tr("This cannot be opened"), why); });
    m_session.keepRunIn(m_lastRun.file(), m_lastRun.before(), LastRun::kInterval);
    m_session.keepMomentsIn(m_lastRun.momentsFolder());
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
    m_views->addWidget(m_welcome);
    m_views->addWidget(m_terms);
    layout->addWidget(m_bar);
    layout->addWidget(m_strip);
    layout->addWidget(m_past);
    layout->addWidget(m_views, 1);
    return middle;
}

// ---- who hears whom ----

void MainWindow::connectMenu() {
    connect(m_menu.start, &QAction::triggered, this, &MainWindow::start);
    connect(m_menu.goOn, &QAction::triggered, this, &MainWindow::goOn);
    connect(m_menu.pause, &QAction::triggered, this,
            [this] { m_session.setPaused(m_session.state() == Session::State::Running); });
    connect(m_menu.stop, &QAction::triggered, &m_session, &Session::stop);
    connect(m_menu.newSamples, &QAction::triggered, &m_session, &Session::newSampleLatents);
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
    connect(m_menu.shortcuts, &QAction::triggered, this, [this] { m_views->showShortcuts(*menuBar()); });
    connect(m_menu.about, &QAction::triggered, m_views, &ViewStack::showAbout);
}

void MainWindow::connectFileActions() {
    connect(m_menu.openFolder, &QAction::triggered, this, &MainWindow::chooseFolder);
    connect(m_menu.openFile, &QAction::triggered, this, [this] { openChosen(askForImageFile(this)); });
    connect(m_menu.openCheckpoint, &QAction::triggered, this, [this] { openChosen(askForCheckpoint(this)); });
    connect(m_menu.goOnWithLastRun, &QAction::triggered, this, &MainWindow::goOnWithLastRun);
    connect(m_menu.openRunBefore, &QAction::triggered, this, [this] { open(m_lastRun.before()); });
    connect(m_menu.saveCheckpoint, &QAction::triggered, this, &MainWindow::chooseWhereToSave);
    connect(m_menu.savePicture, &QAction::triggered, this,
            [this] { m_views->savePicture(m_bar->current()); });
    LatentPoint* point = m_views->explore()->point();
    connect(m_menu.undo, &QAction::triggered, point, &LatentPoint::undo);
    connect(m_menu.redo, &QAction::triggered, point, &LatentPoint::redo);
    connect(point, &LatentPoint::undoChanged, this, &MainWindow::updateMenu);
    connect(m_menu.keepPicture, &QAction::triggered, m_views->explore()->around(), &AroundCard::keep);
    connect(m_menu.copyPicture, &QAction::triggered, this, [this] { m_views->copy(m_bar->current()); });
    connect(m_menu.saveStrips, &QAction::triggered, this, [this] { m_views->saveStrips(m_bar->current()); });
    connect(m_menu.savePreset, &QAction::triggered, m_setup, &SetupPanel::openPresetName);
    connect(m_menu.quit, &QAction::triggered, this, &QWidget::close);
    m_recent.fill(m_menu.recent);
    connect(&m_recent, &RecentFiles::chosen, this, &MainWindow::open);
}

void MainWindow::connectExports() {
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
    connect(m_line, &RunLine::cancelRequested, this, [this] {
        m_session.cancelLoading();
        loadInstead(kEmbedded);
    });
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
    m_session.carryAlong([this] { return m_views->explore()->state(); });
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
    connect(&m_lastRun, &LastRun::found, this, &MainWindow::offerLastRun);
}

void MainWindow::connectViews() {
    connect(m_setup, &SetupPanel::dataChosen, &m_session, &Session::loadData);
    connect(m_setup, &SetupPanel::imagesWanted, this, [this] { m_session.loadInForm(m_setup->config()); });
    connect(m_setup, &SetupPanel::pageRequested, m_views, &QStackedWidget::setCurrentWidget);
    connect(m_setup, &SetupPanel::pageLeft, this, &MainWindow::leavePage);
    connect(m_setup, &SetupPanel::openRequested, this, &MainWindow::chooseFolder);
    connect(m_setup, &SetupPanel::startRequested, this, &MainWindow::start);
    connect(m_setup, &SetupPanel::pauseRequested, &m_session, &Session::setPaused);
    connect(m_setup, &SetupPanel::stopRequested, &m_session, &Session::stop);
    connect(m_setup, &SetupPanel::goOnRequested, this, &MainWindow::goOn);
    connect(m_setup, &SetupPanel::changeRequested, &m_session, &Session::change);
    connect(m_setup, &SetupPanel::remedyRequested, this, &MainWindow::apply);
    connect(m_setup, &SetupPanel::numbersRequested, this,
            [this](Finding::Kind kind) { showView(isMeasured(kind) ? View::Measure : View::Train); });
    connect(m_views, &ViewStack::trainRequested, this, &MainWindow::start);
    connect(m_views, &ViewStack::newSamplesRequested, &m_session, &Session::newSampleLatents);
    connect(m_views, &ViewStack::notice, m_line, &RunLine::showNotice);
    connect(m_views->explore(), &ExploreView::told, this, [this](const QString& title, const QString& text) {
        m_strip->show({Message::Kind::Offer, title, text, {}, {}, {}, {}});
    });
    connect(m_views, &ViewStack::viewRequested, this, &MainWindow::showView);
    connect(m_views, &ViewStack::figuresChanged, this, &MainWindow::updateMenu);
    connect(m_views, &ViewStack::helpLeft, this, &MainWindow::leavePage);
}

void MainWindow::connectWelcome() {
    connect(m_menu.welcome, &QAction::triggered, this, [this] {
        showWelcome();
        m_welcome->takeFocus();
    });
    connect(m_welcome, &Page::left, this, &MainWindow::leavePage);
    connect(m_welcome, &WelcomePage::openRequested, this, &MainWindow::chooseFolder);
    connect(m_welcome, &WelcomePage::lastRunRequested, this, &MainWindow::goOnWithLastRun);
    connect(m_welcome, &WelcomePage::dataChosen, this, [this](const QString& source) {
        m_setup->takeFocus(); // when they are loaded: Enter then trains
        open(source);
    });
    connect(m_welcome, &WelcomePage::dataArrived, this, [this](const QString& title, const QString& folder) {
        m_setup->offerDataSource(title, folder);
        m_line->showNotice(tr("%1 is there").arg(title));
    });
    connect(m_welcome, &WelcomePage::dataFailed, this, [this](const QString& title, const QString& message) {
        if (!m_welcome->isVisible()) { // which says it itself
            complain(tr("%1 could not be fetched").arg(title), message);
        }
    });
}

void MainWindow::connectHelp() {
    connect(m_menu.terms, &QAction::triggered, this, [this] { showTerms({}); });
    connect(m_terms, &Page::left, this, &MainWindow::leavePage);
    connect(m_menu.search, &QAction::triggered, this, &MainWindow::searchCommands);
}

// ---- from one start to the next ----

void MainWindow::restore() {
    if (!restoreGeometry(Settings::value(Settings::kGeometry).toByteArray()) && isSmall(*screen())) {
        setWindowState(Qt::WindowMaximized);
    }
    showView(static_cast<View>(std::clamp(Settings::value(Settings::kView).toInt(), 0, kViews - 1)));
    if (!Settings::value(Settings::kWelcomed).toBool()) {
        m_settings.keep(Settings::kWelcomed, true);
        showWelcome(); // beside Train, which keeps the focus
    }
    m_source = m_setup->dataSource();
    try {
        const QByteArray kept = Settings::value(Settings::kRun).toByteArray();
        if (!kept.isEmpty()) {
            const TrainConfig config = trainConfigFromJson(kept.toStdString());
            m_setup->setConfig(config);
            m_source = QString::fromStdString(config.data);
        }
    } catch (const std::exception&) {
        // Kept by another version: the settings of a first start do as well.
    }
    m_session.loadData(m_source);
    connect(&m_session, &Session::dataLoaded, &m_lastRun, &LastRun::look, Qt::SingleShotConnection);
}

bool MainWindow::event(QEvent* event) {
    if (event->type() == QEvent::StatusTip) {
        m_line->showTip(static_cast<QStatusTipEvent*>(event)->tip());
        return true;
    }
    // "What's this?" asks the widgets from the innermost outwards; the tooltips answer for all of them.
    if (event->type() == QEvent::QueryWhatsThis || event->type() == QEvent::WhatsThis) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QWidget* widget = childAt(help->pos());
        while (widget && widget->toolTip().isEmpty()) {
            widget = widget->parentWidget();
        }
        event->setAccepted(widget != nullptr);
        if (widget && event->type() == QEvent::WhatsThis) {
            QWhatsThis::showText(help->globalPos(), widget->toolTip(), widget);
        }
        return widget != nullptr;
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

void MainWindow::leavePage() {
    showView(m_bar->current());
}

void MainWindow::showWelcome() {
    m_welcome->refresh();
    m_views->setCurrentWidget(m_welcome);
}

void MainWindow::showTerms(const QString& words) {
    m_views->setCurrentWidget(m_terms);
    m_terms->show(words);
}

void MainWindow::searchCommands() {
    std::vector<Command> commands = menuCommands(*menuBar());
    for (Command& setting : m_setup->commands()) {
        commands.push_back(std::move(setting));
    }
    for (Command& term : termCommands([this](const QString& name) { showTerms(name); })) {
        commands.push_back(std::move(term));
    }
    m_search->open(std::move(commands));
}

void MainWindow::updateMenu() {
    m_setup->setCanGoOn(m_session.canGoOn());
    m_menu.update(m_session, m_bar->current(), m_lastRun);
    m_menu.saveEncodings->setEnabled(m_exports->canEncode());
    m_menu.saveLosses->setEnabled(m_exports->hasRun());
    m_menu.saveReport->setEnabled(m_exports->hasRun());
    const LatentPoint& point = *m_views->explore()->point();
    m_menu.undo->setEnabled(m_bar->current() == View::Explore && point.canUndo());
    m_menu.redo->setEnabled(m_bar->current() == View::Explore && point.canRedo());
    if (m_bar->current() == View::Measure) {
        m_menu.copyPicture->setEnabled(m_views->hasFigures());
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
    if (m_session.state() == Session::State::Ready && !m_openWhenStopped.isEmpty()) {
        open(std::exchange(m_openWhenStopped, {}));
    }
    if (m_session.state() == Session::State::Ready && m_startWhenStopped) {
        m_session.start(*std::exchange(m_startWhenStopped, {}));
    }
}

void MainWindow::showData() {
    const LoadedData& loaded = m_session.data();
    const QString source = m_session.dataSource();
    if (loaded.train) {
        m_setup->addDataSource(QString::fromStdString(loaded.train->name()), source);
        m_setup->setData(loaded);
        if (QFileInfo(source).isAbsolute()) {
            m_recent.add(source);
        }
    } else {
        m_setup->addDataSource(QFileInfo(source).fileName(), source);
    }
    m_views->setData(loaded);
    if (!std::exchange(m_keepMessage, false)) {
        m_strip->dismiss();
    }
}

void MainWindow::takeUpExplore() {
    try {
        m_views->explore()->restore(m_session.broughtAlong());
    } catch (const std::exception& error) {
        complain(tr("The gallery could not be taken up"),
                 tr("The model is whole and can be used; what was kept beside it is damaged."),
                 QString::fromUtf8(error.what()));
    }
}

void MainWindow::showSnapshot(const Snapshot& snapshot) {
    m_views->showSnapshot(snapshot);
    m_setup->showSnapshot(snapshot, m_session.config());
    m_line->showRun(snapshot, m_session.config().epochs);
}

void MainWindow::showOpened(const QString& file) {
    m_views->explore()->setCheckpoint(file);
    m_setup->setConfig(m_session.config());
    const QString name = file == m_lastRun.file()     ? tr("The last run")
                         : file == m_lastRun.before() ? tr("The run before the last")
                                                      : QFileInfo(file).fileName();
    if (file != m_lastRun.file() && file != m_lastRun.before() &&
        !file.startsWith(m_lastRun.momentsFolder())) { // which has a menu of its own
        m_recent.add(file);
    }
    if (std::exchange(m_goOnWhenOpened, false) && m_session.canGoOn() &&
        m_session.checkpoint()->epoch < m_session.config().epochs) {
        goOn();
        return;
    }
    updateMenu();
    if (m_strip->isVisible() && m_strip->message().kind == Message::Kind::Problem) {
        return; // what came with it is damaged
    }
    Message message{Message::Kind::Offer,
                    tr("%1 is open").arg(name),
                    tr("Explore, Compare and Measure work at once, without training."),
                    {},
                    {},
                    {},
                    {}};
    if (m_session.canGoOn()) {
        message.remedy = tr("Go on training");
        message.remedyTip = m_menu.goOn->toolTip();
        message.act = [this] { goOn(); };
    }
    m_strip->show(message);
}

void MainWindow::showSaved(const QString& file) {
    m_end->noteSaved();
    if (file == m_lastRun.file()) {
        m_bar->noteSaved();
    } else {
        m_views->explore()->setCheckpoint(file);
        m_recent.add(file);
        m_line->showNotice(tr("Saved %1").arg(QFileInfo(file).fileName()));
    }
    updateMenu();
    m_end->closeWhenSaved();
}

void MainWindow::offerLastRun(const QString& description, bool unfinished) {
    updateMenu();
    m_welcome->setLastRun(description);
    if (unfinished && !m_welcome->isVisible() && !m_strip->isVisible() && !m_session.isTraining() &&
        !m_session.checkpoint()) {
        m_strip->show({Message::Kind::Offer,
                       tr("The last run is not at its end"),
                       description,
                       {},
                       tr("Go on"),
                       m_menu.goOnWithLastRun->toolTip(),
                       [this] { goOnWithLastRun(); }});
    }
}

// ---- what is done ----

void MainWindow::start() {
    m_session.start(m_setup->config());
}

void MainWindow::goOn() {
    m_session.goOn(m_setup->config());
}

void MainWindow::goOnWithLastRun() {
    m_goOnWhenOpened = true;
    m_session.openCheckpoint(m_lastRun.file());
}

void MainWindow::goOnMoreCarefully() {
    TrainConfig config = m_session.config();
    config.learningRate /= 10;
    m_session.goOn(config);
    m_setup->setConfig(m_session.config());
}

void MainWindow::apply(const Remedy& remedy) {
    if (remedy.how == Remedy::How::Stop) {
        m_session.stop();
        return;
    }
    m_setup->setConfig(remedy.config);
    if (remedy.how == Remedy::How::Change) {
        m_session.isTraining() ? m_session.change(remedy.config) : m_session.goOn(remedy.config);
    } else if (m_session.isTraining()) {
        m_startWhenStopped = remedy.config;
        m_session.stop();
    } else {
        m_session.start(remedy.config);
    }
}

void MainWindow::open(const QString& path) {
    if (isPictureName(path.toStdString()) && m_session.decoder().hasWeights()) {
        showView(View::Explore);
        m_views->explore()->openPicture(path);
        return;
    }
    if (m_session.isTraining()) {
        m_strip->show(
            {Message::Kind::Offer,
             tr("A run is going on"),
             tr("It would be stopped and kept before %1 is opened.").arg(QFileInfo(path).fileName()),
             {},
             tr("Stop it and open"),
             {},
             [this, path] {
                 m_openWhenStopped = path;
                 m_session.stop();
             }});
        return;
    }
    if (m_welcome->isVisibleTo(m_views)) {
        leavePage();
    }
    m_goOnWhenOpened = false;
    const QString ofRun = path + "/checkpoint.safetensors"; // as the command line leaves it
    if (RecentFiles::isCheckpoint(path)) {
        m_session.openCheckpoint(path);
    } else if (QFileInfo::exists(ofRun)) {
        m_session.openCheckpoint(ofRun);
    } else {
        m_session.loadData(path);
    }
}

void MainWindow::chooseFolder() {
    openChosen(askForImageFolder(this));
}

void MainWindow::openChosen(const QString& path) {
    if (!path.isEmpty()) {
        open(path);
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
    m_goOnWhenOpened = false;
    if (!QFileInfo::exists(problem.file)) {
        m_recent.remove(problem.file);
    }
    if (problem.what == Problem::What::DataNotLoaded || problem.what == Problem::What::CheckpointNotOpened) {
        loadInstead(problem.file == m_source ? kEmbedded : m_source);
    }
    m_strip->show(
        messageFor(problem, {[this] { chooseFolder(); }, [this] { openChosen(askForCheckpoint(this)); },
                             [this] { chooseWhereToSave(); }, [this] { goOnMoreCarefully(); }}));
}

// When nothing came of reading: the list shows again what is there, or else other images come.
void MainWindow::loadInstead(const QString& source) {
    if (m_session.data().train || m_session.checkpoint()) {
        showData();
    } else {
        m_keepMessage = true;
        m_session.loadData(source);
    }
}

void MainWindow::complain(const QString& title, const QString& text, const QString& details) {
    m_strip->show({Message::Kind::Problem, title, text, details, {}, {}, {}});
}

} // namespace latentscape
