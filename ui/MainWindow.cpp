#include "ui/MainWindow.h"

#include "ui/CompareView.h"
#include "ui/DropOverlay.h"
#include "ui/ExploreView.h"
#include "ui/HelpPage.h"
#include "ui/ProblemMessage.h"
#include "ui/RunLine.h"
#include "ui/SetupPanel.h"
#include "ui/Theme.h"
#include "ui/TrainView.h"

#include <QActionGroup>
#include <QApplication>
#include <QButtonGroup>
#include <QCloseEvent>
#include <QDateTime>
#include <QEventLoop>
#include <QFileDialog>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <cstdio>

namespace latentscape {

namespace {

constexpr QSize kFirstSize(1280, 720);
constexpr int kExitNotSaved = 4; // as the command line says that something could not be written
constexpr int kNoteInterval = 5000;
constexpr int kKeepingTime = 5000;     // milliseconds; session managers don't wait for ever
constexpr int kSessionEndTime = 60000; // by then it was called off
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
    , m_strip(new MessageStrip)
    , m_pages(new QStackedWidget)
    , m_switches(new QButtonGroup(this))
    , m_train(new TrainView)
    , m_explore(new ExploreView(&m_session.decoder()))
    , m_compare(new CompareView(&m_session.decoder()))
    , m_help(new HelpPage)
    , m_savedNote(new QLabel)
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
    connectMenu();
    connectFileActions();
    connectSession();
    connectViews();
    auto* overlay = new DropOverlay(this);
    connect(overlay, &DropOverlay::dropped, this, &MainWindow::open);
    connect(overlay, &DropOverlay::refused, this,
            [this](const QString& why) { complain(tr("This cannot be opened"), why); });
    m_session.keepRunIn(m_lastRun.file(), LastRun::kInterval);
    restore();
}

MainWindow::~MainWindow() {
    delete takeCentralWidget(); // the views use the session to their end
}

// ---- what it is made of ----

QWidget* MainWindow::buildViews() {
    auto* middle = new QWidget;
    auto* layout = new QVBoxLayout(middle);
    layout->setContentsMargins(16, 12, 16, 8);
    layout->setSpacing(12);
    for (QWidget* page : std::initializer_list<QWidget*>{m_train, m_explore, m_compare, m_help}) {
        m_pages->addWidget(page);
    }
    layout->addWidget(buildSwitches());
    layout->addWidget(m_strip);
    layout->addWidget(m_pages, 1);
    return middle;
}

// The verbs above the view that is chosen, and at the right when the run was last kept.
QWidget* MainWindow::buildSwitches() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    const auto add = [&](const char* objectName, View view, const char* place) {
        const QAction* action = m_menu.views->actions().at(static_cast<int>(view));
        auto* button = new QPushButton(action->text().remove('&'));
        button->setObjectName(QLatin1String(objectName));
        button->setAccessibleName(button->text());
        button->setToolTip(
            tr("%1 (%2)").arg(action->toolTip(), action->shortcut().toString(QKeySequence::NativeText)));
        button->setProperty("role", "segment");
        button->setProperty("place", place);
        button->setCheckable(true);
        m_switches->addButton(button, static_cast<int>(view));
        row->addWidget(button);
    };
    add("trainView", View::Train, "first");
    add("exploreView", View::Explore, "");
    add("compareView", View::Compare, "last");
    m_switches->button(0)->setChecked(true);
    row->addStretch();
    m_savedNote->setObjectName("savedNote");
    m_savedNote->setProperty("role", "note");
    m_savedNote->setToolTip(
        tr("The run is kept while it goes on; File > Go on with the last run takes it up"));
    row->addWidget(m_savedNote);
    return bar;
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
    connect(m_switches, &QButtonGroup::idClicked, this, [this](int id) { showView(static_cast<View>(id)); });
    m_menu.themes->actions().at(static_cast<int>(Settings::theme()))->setChecked(true);
    connect(m_menu.themes, &QActionGroup::triggered, this, [this](QAction* action) {
        const int mode = static_cast<int>(m_menu.themes->actions().indexOf(action));
        m_settings.keep(Settings::kTheme, mode);
        applyTheme(*qApp, static_cast<ThemeMode>(mode));
    });
    connect(m_menu.fullScreen, &QAction::toggled, this,
            [this](bool on) { on ? showFullScreen() : showNormal(); });
    connect(m_menu.shortcuts, &QAction::triggered, this, [this] { showHelp(false); });
    connect(m_menu.about, &QAction::triggered, this, [this] { showHelp(true); });
    connect(m_help, &HelpPage::left, this, [this] { showView(static_cast<View>(m_switches->checkedId())); });
}

void MainWindow::connectFileActions() {
    connect(m_menu.openFolder, &QAction::triggered, this, &MainWindow::chooseFolder);
    connect(m_menu.openFile, &QAction::triggered, this, &MainWindow::chooseImageFile);
    connect(m_menu.openCheckpoint, &QAction::triggered, this, &MainWindow::chooseCheckpoint);
    connect(m_menu.goOnWithLastRun, &QAction::triggered, this, &MainWindow::goOnWithLastRun);
    connect(m_menu.saveCheckpoint, &QAction::triggered, this, &MainWindow::chooseWhereToSave);
    connect(m_menu.savePicture, &QAction::triggered, this, [this] {
        switch (static_cast<View>(m_switches->checkedId())) {
        case View::Train:
            return m_train->saveSamples();
        case View::Explore:
            return m_explore->saveImage();
        case View::Compare:
            return m_compare->saveSheet();
        }
    });
    connect(m_menu.saveStrips, &QAction::triggered, this, [this] {
        m_switches->checkedId() == static_cast<int>(View::Train) ? m_train->savePlot()
                                                                 : m_explore->saveTraversals();
    });
    connect(m_menu.quit, &QAction::triggered, this, &QWidget::close);
    m_recent.fill(m_menu.recent);
    connect(&m_recent, &RecentFiles::chosen, this, &MainWindow::open);
}

void MainWindow::connectSession() {
    connect(&m_session, &Session::stateChanged, this, &MainWindow::followState);
    connect(&m_session, &Session::loading, m_line, &RunLine::showLoading);
    connect(m_line, &RunLine::cancelRequested, &m_session, &Session::cancelLoading);
    connect(&m_session, &Session::dataLoaded, this, &MainWindow::showData);
    connect(&m_session, &Session::runStarted, this, [this] {
        m_savedAt = 0;
        m_train->clear();
        m_setup->clearRun();
        m_line->clear();
        m_strip->dismiss();
    });
    connect(&m_session, &Session::runResumed, this, [this] {
        m_setup->setConfig(m_session.config());
        m_strip->dismiss();
    });
    connect(&m_session, &Session::snapshotArrived, this, &MainWindow::showSnapshot);
    connect(&m_session, &Session::checkpointOpened, this, &MainWindow::showOpened);
    connect(&m_session, &Session::checkpointSaved, this, &MainWindow::showSaved);
    connect(&m_session, &Session::failed, this, &MainWindow::report);
    connect(&m_lastRun, &LastRun::found, this, &MainWindow::offerLastRun);
    auto* clock = new QTimer(this);
    connect(clock, &QTimer::timeout, this, &MainWindow::updateSavedNote);
    clock->start(kNoteInterval);
}

void MainWindow::connectViews() {
    connect(m_setup, &SetupPanel::dataChosen, &m_session, &Session::loadData);
    connect(m_setup, &SetupPanel::startRequested, this, &MainWindow::start);
    connect(m_setup, &SetupPanel::pauseRequested, &m_session, &Session::setPaused);
    connect(m_setup, &SetupPanel::stopRequested, &m_session, &Session::stop);
    connect(m_setup, &SetupPanel::goOnRequested, this, &MainWindow::goOn);
    connect(m_setup, &SetupPanel::learningRateChanged, &m_session, &Session::setLearningRate);
    connect(m_setup, &SetupPanel::betaChanged, &m_session, &Session::setBeta);
    connect(m_train, &TrainView::trainRequested, this, &MainWindow::start);
    connect(m_train, &TrainView::newSamplesRequested, &m_session, &Session::newSampleLatents);
    connect(m_train, &TrainView::notice, m_line, &RunLine::showNotice);
    connect(m_explore, &ExploreView::trainRequested, this, &MainWindow::start);
    connect(m_explore, &ExploreView::notice, m_line, &RunLine::showNotice);
    connect(m_compare, &CompareView::trainRequested, this, &MainWindow::start);
    connect(m_compare, &CompareView::notice, m_line, &RunLine::showNotice);
    connect(m_compare, &CompareView::exploreRequested, this, [this](quint32 index) {
        showView(View::Explore);
        m_explore->startFrom(index);
    });
}

// ---- from one start to the next ----

void MainWindow::restore() {
    if (!restoreGeometry(Settings::value(Settings::kGeometry).toByteArray()) && isSmall(*screen())) {
        setWindowState(Qt::WindowMaximized);
    }
    showView(static_cast<View>(std::clamp(Settings::value(Settings::kView).toInt(), 0, 2)));
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
    m_session.loadData(source);
    connect(&m_session, &Session::dataLoaded, &m_lastRun, &LastRun::look, Qt::SingleShotConnection);
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
    const int index = static_cast<int>(view);
    m_switches->button(index)->setChecked(true);
    for (QAbstractButton* button :
         m_switches->buttons()) { // Tab goes to the chosen one, arrows to the others
        button->setFocusPolicy(button->isChecked() ? Qt::StrongFocus : Qt::ClickFocus);
    }
    m_pages->setCurrentIndex(index);
    updateMenu();
}

void MainWindow::showHelp(bool about) {
    m_pages->setCurrentWidget(m_help);
    if (about) {
        m_help->showAbout();
    } else {
        m_help->showShortcuts(*menuBar());
    }
}

void MainWindow::updateMenu() {
    m_setup->setCanGoOn(m_session.canGoOn());
    m_menu.update(m_session, static_cast<View>(m_switches->checkedId()), m_lastRun.isThere());
}

void MainWindow::followState() {
    m_setup->setState(m_session.state());
    m_train->setLive(m_session.isTraining());
    m_explore->setLive(m_session.isTraining());
    m_compare->setLive(m_session.isTraining());
    if (m_session.state() == Session::State::Loading) {
        m_line->showLoading(tr("Reading..."), -1);
    } else {
        m_line->endLoading();
    }
    updateMenu();
    closeWhenSaved();
    if (m_session.state() == Session::State::Ready && !m_openWhenStopped.isEmpty()) {
        open(std::exchange(m_openWhenStopped, {}));
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
    m_explore->setData(loaded.heldOut);
    m_compare->setData(loaded.heldOut);
    if (!std::exchange(m_keepMessage, false)) {
        m_strip->dismiss();
    }
}

void MainWindow::showSnapshot(const Snapshot& snapshot) {
    m_train->showSnapshot(snapshot);
    m_setup->showSnapshot(snapshot);
    if (!snapshot.epochs.empty()) {
        m_explore->setKlPerLatent(snapshot.epochs.back().klPerLatent);
    }
    m_line->showRun(snapshot, m_session.config().epochs);
}

void MainWindow::showOpened(const QString& file) {
    m_setup->setConfig(m_session.config());
    const bool lastRun = file == m_lastRun.file();
    if (!lastRun) {
        m_recent.add(file);
    }
    if (std::exchange(m_goOnWhenOpened, false) && m_session.canGoOn() &&
        m_session.checkpoint()->epoch < m_session.config().epochs) {
        goOn();
        return;
    }
    updateMenu();
    Message message{Message::Kind::Offer,
                    tr("%1 is open").arg(lastRun ? tr("The last run") : QFileInfo(file).fileName()),
                    tr("Explore and Compare work at once, without training."),
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
    m_unsaved = false;
    if (file == m_lastRun.file()) {
        m_savedAt = QDateTime::currentMSecsSinceEpoch();
        updateSavedNote();
    } else {
        m_recent.add(file);
        m_line->showNotice(tr("Saved %1").arg(QFileInfo(file).fileName()));
    }
    updateMenu();
    closeWhenSaved();
}

void MainWindow::updateSavedNote() {
    const qint64 seconds = (QDateTime::currentMSecsSinceEpoch() - m_savedAt) / 1000;
    m_savedNote->setText(m_savedAt == 0 ? QString()
                         : seconds < 5  ? tr("run saved just now")
                         : seconds < 60 ? tr("run saved %1 s ago").arg(seconds)
                                        : tr("run saved %1 min ago").arg(seconds / 60));
}

void MainWindow::offerLastRun(const QString& description, bool unfinished) {
    updateMenu();
    if (unfinished && !m_strip->isVisible() && !m_session.isTraining() && !m_session.checkpoint()) {
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

void MainWindow::open(const QString& path) {
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
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder with images"));
    if (!folder.isEmpty()) {
        open(folder);
    }
}

void MainWindow::chooseImageFile() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Open images"), {},
                                                      tr("IDX images (*ubyte *.idx *.gz);;All files (*)"));
    if (!file.isEmpty()) {
        open(file);
    }
}

void MainWindow::chooseCheckpoint() {
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Open checkpoint"), {}, tr("Checkpoints (*.safetensors)"));
    if (!file.isEmpty()) {
        open(file);
    }
}

void MainWindow::chooseWhereToSave() {
    QString file = QFileDialog::getSaveFileName(this, tr("Save checkpoint"), "checkpoint.safetensors",
                                                tr("Checkpoints (*.safetensors)"));
    if (!file.isEmpty()) {
        if (!RecentFiles::isCheckpoint(file)) {
            file += ".safetensors";
        }
        m_session.saveCheckpoint(file);
    }
}

// ---- closing ----

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_session.isTraining()) {
        event->ignore();
        if (m_sessionEnds) {
            saveAndClose();
        } else if (m_closing == Closing::No) {
            ask(tr("Training is running"),
                tr("Stop it and close? The run is kept; File > Go on with the last run takes it up exactly "
                   "where it stopped."),
                tr("Keep and close"), [this] {
                    m_closing = Closing::Asked;
                    m_session.stop();
                    closeWhenSaved();
                });
        }
    } else if (m_unsaved) {
        event->ignore();
        ask(tr("The run is not saved"), tr("It could not be written to the disk. Close and lose it?"),
            tr("Close and lose it"), [this] {
                m_unsaved = false;
                close();
            });
    } else if (m_session.isSaving()) {
        event->ignore();
        m_closing = std::max(m_closing, Closing::Asked); // as soon as that is done
    } else {
        m_settings.keep(Settings::kGeometry, saveGeometry());
        m_settings.keep(Settings::kView, m_switches->checkedId());
        m_settings.keep(Settings::kRun, QByteArray::fromStdString(toJson(m_setup->config())));
        event->accept();
    }
}

void MainWindow::ask(const QString& title, const QString& words, const QString& yes,
                     const std::function<void()>& act) {
    auto* question = new QMessageBox(QMessageBox::Question, title, words, QMessageBox::NoButton, this);
    question->setObjectName("closeQuestion");
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto* close = question->addButton(yes, QMessageBox::AcceptRole);
    close->setObjectName("closeAnswer");
    auto* stay = question->addButton(tr("Stay"), QMessageBox::RejectRole);
    stay->setObjectName("stayAnswer");
    question->setDefaultButton(close);
    question->setEscapeButton(stay);
    connect(close, &QAbstractButton::clicked, this, act);
    question->open();
}

void MainWindow::saveAndClose() {
    m_closing = Closing::Signalled;
    m_session.stop();
    closeWhenSaved();
}

void MainWindow::keepRun() {
    if (!m_session.isTraining()) {
        return;
    }
    m_sessionEnds = true;
    QTimer::singleShot(kSessionEndTime, this, [this] { m_sessionEnds = false; });
    QEventLoop loop;
    connect(&m_session, &Session::checkpointSaved, &loop, &QEventLoop::quit);
    connect(&m_session, &Session::failed, &loop, &QEventLoop::quit);
    QTimer::singleShot(kKeepingTime, &loop, &QEventLoop::quit);
    m_session.saveCheckpoint(m_lastRun.file());
    loop.exec(QEventLoop::ExcludeUserInputEvents);
}

// The run's last snapshot brings the checkpoint that is kept.
void MainWindow::closeWhenSaved() {
    if (m_closing != Closing::No && !m_session.isTraining() && !m_session.isSaving()) {
        close();
    }
}

// ---- trouble ----

void MainWindow::report(const Problem& problem) {
    if (problem.what == Problem::What::NotSaved) {
        if (m_closing == Closing::Signalled) {
            std::fprintf(stderr, "latentscape: %s\n", qPrintable(problem.message));
            QApplication::exit(kExitNotSaved);
            return;
        }
        m_closing = Closing::No;
        m_unsaved = m_unsaved || problem.file == m_lastRun.file();
    }
    m_goOnWhenOpened = false;
    if (!QFileInfo::exists(problem.file)) {
        m_recent.remove(problem.file);
    }
    if (problem.what == Problem::What::DataNotLoaded) {
        if (m_session.data().train) {
            showData();                         // the list shows again what is loaded
        } else if (problem.file != kEmbedded) { // those of the last time are gone
            m_keepMessage = true;
            m_session.loadData(kEmbedded);
        }
    }
    m_strip->show(messageFor(problem, {[this] { chooseFolder(); }, [this] { chooseCheckpoint(); },
                                       [this] { chooseWhereToSave(); }, [this] { goOnMoreCarefully(); }}));
}

void MainWindow::complain(const QString& title, const QString& text, const QString& details) {
    m_strip->show({Message::Kind::Problem, title, text, details, {}, {}, {}});
}

} // namespace latentscape
