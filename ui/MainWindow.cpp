#include "ui/MainWindow.h"

#include "ui/CompareView.h"
#include "ui/ExploreView.h"
#include "ui/SetupPanel.h"
#include "ui/Theme.h"
#include "ui/TrainView.h"

#include <QActionGroup>
#include <QApplication>
#include <QButtonGroup>
#include <QCloseEvent>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>
#include <QUrl>
#include <QVBoxLayout>

namespace latentscape {

namespace {

// Where the run is kept that a closing window stopped.
QString lastRunFile() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    QDir().mkpath(folder);
    return folder + "/last-run.safetensors";
}

QString minutes(double seconds) {
    const auto whole = static_cast<int>(seconds + 0.5);
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_setup(new SetupPanel)
    , m_progress(new QProgressBar)
    , m_status(new QLabel) {
    setObjectName("mainWindow");
    setWindowTitle("Latentscape");
    setAcceptDrops(true);
    resize(1280, 720);
    auto* center = new QWidget;
    auto* row = new QHBoxLayout(center);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_setup);
    row->addWidget(buildViews(), 1);
    setCentralWidget(center);
    m_progress->setObjectName("progress");
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(240, 6);
    m_status->setObjectName("status");
    statusBar()->setContentsMargins(12, 0, 12, 0);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_progress);
    statusBar()->addWidget(m_status, 1);
    buildMenus();
    connectSession();
    m_session.keepRunIn(lastRunFile(), 15);
    m_session.loadData(m_setup->dataSource());
}

// The verbs, a row of switches, above the view that is chosen.
QWidget* MainWindow::buildViews() {
    auto* middle = new QWidget;
    auto* layout = new QVBoxLayout(middle);
    layout->setContentsMargins(16, 12, 16, 8);
    layout->setSpacing(12);
    m_views = new QStackedWidget;
    m_train = new TrainView;
    m_explore = new ExploreView(&m_session.decoder());
    m_compare = new CompareView(&m_session.decoder());
    auto* switches = new QHBoxLayout;
    switches->setSpacing(0);
    auto* group = new QButtonGroup(this);
    const auto add = [&](const QString& name, const char* objectName, const QString& tip, QWidget* view) {
        auto* button = new QPushButton(name);
        button->setObjectName(objectName);
        button->setAccessibleName(name);
        button->setToolTip(tip);
        button->setProperty("role", "segment");
        button->setCheckable(true);
        group->addButton(button, m_views->addWidget(view));
        switches->addWidget(button);
    };
    add(tr("Train"), "trainView", tr("Watch it learn"), m_train);
    add(tr("Explore"), "exploreView", tr("Walk the latent space, also while it learns"), m_explore);
    add(tr("Compare"), "compareView", tr("Originals beside what the model makes of them"), m_compare);
    connect(m_compare, &CompareView::exploreRequested, this, [this, group](quint32 index) {
        group->button(1)->click();
        m_explore->startFrom(index);
    });
    group->button(0)->setChecked(true);
    connect(group, &QButtonGroup::idClicked, m_views, &QStackedWidget::setCurrentIndex);
    switches->addStretch();
    layout->addLayout(switches);
    layout->addWidget(m_views, 1);
    return middle;
}

void MainWindow::buildMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addAction(tr("&Open data folder..."), QKeySequence::Open, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder with IDX images"));
        if (!folder.isEmpty()) {
            openData(folder);
        }
    });
    file->addAction(tr("Open &checkpoint..."), this, [this] {
        const QString name =
            QFileDialog::getOpenFileName(this, tr("Open checkpoint"), {}, tr("Checkpoints (*.safetensors)"));
        if (!name.isEmpty()) {
            openCheckpoint(name);
        }
    });
    if (QFileInfo::exists(lastRunFile())) {
        file->addAction(tr("&Go on with the last run"), this, [this] { openCheckpoint(lastRunFile()); });
    }
    file->addAction(tr("&Save checkpoint..."), QKeySequence::Save, this, &MainWindow::saveCheckpointAs);
    file->addSeparator();
    file->addAction(tr("Save explored &image..."), m_explore, &ExploreView::saveImage);
    file->addAction(tr("Save &traversals..."), m_explore, &ExploreView::saveTraversals);
    file->addAction(tr("Save compar&ison..."), m_compare, &CompareView::saveSheet);
    file->addAction(tr("Save s&heet of samples..."), m_train, &TrainView::saveSamples);
    file->addAction(tr("Save &plot..."), m_train, &TrainView::savePlot);
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
    QMenu* view = menuBar()->addMenu(tr("&View"));
    auto* themes = new QActionGroup(this);
    const std::pair<QString, ThemeMode> modes[]{{tr("Follow the &desktop"), ThemeMode::FollowDesktop},
                                                {tr("&Light"), ThemeMode::Light},
                                                {tr("&Dark"), ThemeMode::Dark}};
    for (const auto& [name, mode] : modes) {
        QAction* action = view->addAction(name, this, [mode = mode] { applyTheme(*qApp, mode); });
        action->setCheckable(true);
        action->setChecked(mode == ThemeMode::FollowDesktop);
        themes->addAction(action);
    }
}

void MainWindow::connectSession() {
    connect(m_setup, &SetupPanel::dataChosen, &m_session, &Session::loadData);
    connect(m_setup, &SetupPanel::startRequested, this, [this] { m_session.start(m_setup->config()); });
    connect(m_setup, &SetupPanel::pauseRequested, &m_session, &Session::setPaused);
    connect(m_setup, &SetupPanel::stopRequested, &m_session, &Session::stop);
    connect(m_setup, &SetupPanel::learningRateChanged, &m_session, &Session::setLearningRate);
    connect(m_setup, &SetupPanel::betaChanged, &m_session, &Session::setBeta);
    connect(&m_session, &Session::stateChanged, this, [this] {
        m_setup->setState(m_session.state());
        m_explore->setLive(m_session.isTraining());
        m_compare->setLive(m_session.isTraining());
        closeWhenSaved();
    });
    connect(&m_session, &Session::dataLoaded, this, [this] {
        if (m_session.data().train) {
            m_setup->setData(m_session.data());
        }
        m_explore->setData(m_session.data().heldOut);
        m_compare->setData(m_session.data().heldOut);
    });
    const auto start = [this] { m_session.start(m_setup->config()); };
    connect(m_explore, &ExploreView::trainRequested, this, start);
    connect(m_compare, &CompareView::trainRequested, this, start);
    connect(m_compare, &CompareView::notice, m_status, &QLabel::setText);
    connect(m_explore, &ExploreView::notice, m_status, &QLabel::setText);
    connect(m_train, &TrainView::trainRequested, this, start);
    connect(m_train, &TrainView::newSamplesRequested, &m_session, &Session::newSampleLatents);
    connect(m_train, &TrainView::notice, m_status, &QLabel::setText);
    connect(&m_session, &Session::runStarted, m_train, &TrainView::clear);
    connect(&m_session, &Session::snapshotArrived, this, &MainWindow::showProgress);
    connect(&m_session, &Session::failed, this, [this](const Problem& problem) {
        m_closing = false;
        say(problem.message);
    });
    connect(&m_session, &Session::checkpointSaved, this, [this](const QString& file) {
        m_status->setText(tr("Saved %1").arg(file));
        closeWhenSaved();
    });
}

void MainWindow::showProgress(const Snapshot& snapshot) {
    m_train->showSnapshot(snapshot);
    if (!snapshot.epochs.empty()) {
        m_explore->setKlPerLatent(snapshot.epochs.back().klPerLatent);
    }
    m_progress->setMaximum(static_cast<int>(std::min<std::int64_t>(snapshot.totalSteps, INT_MAX)));
    m_progress->setValue(static_cast<int>(snapshot.step));
    m_status->setText(tr("Epoch %1   step %2   %3 images a second   %4 left")
                          .arg(snapshot.epoch, 0, 'f', 1)
                          .arg(locale().toString(static_cast<qlonglong>(snapshot.step)),
                               locale().toString(static_cast<qlonglong>(snapshot.imagesPerSecond)),
                               minutes(snapshot.secondsLeft)));
    if (!snapshot.message.empty()) {
        say(QString::fromStdString(snapshot.message));
    }
}

void MainWindow::say(const QString& message) {
    m_status->setText(message);
}

void MainWindow::openData(const QString& path) {
    if (m_session.isTraining()) {
        say(tr("Stop the run before you choose other images."));
        return;
    }
    m_setup->addDataSource(QFileInfo(path).fileName(), path);
    m_session.loadData(path);
}

void MainWindow::openCheckpoint(const QString& file) {
    m_session.openCheckpoint(file);
}

void MainWindow::saveCheckpointAs() {
    const QString name = QFileDialog::getSaveFileName(this, tr("Save checkpoint"), "checkpoint.safetensors");
    if (!name.isEmpty()) {
        m_session.saveCheckpoint(name);
    }
}

void MainWindow::closeWhenSaved() {
    if (m_closing && !m_session.isTraining() && !m_session.isSaving()) {
        close();
    }
}

// The run stops at its next step; its last snapshot brings the checkpoint.
void MainWindow::keepRunAndClose() {
    m_closing = true;
    m_session.stop();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_session.isTraining()) {
        event->ignore();
        QMessageBox question(
            QMessageBox::Question, tr("Training is running"),
            tr("Stop it and close? The run is saved, and File > Go on with the last run continues it "
               "exactly where it stopped."),
            QMessageBox::Cancel, this);
        QPushButton* save = question.addButton(tr("Save and close"), QMessageBox::AcceptRole);
        question.exec();
        if (question.clickedButton() == save) {
            keepRunAndClose();
        }
        return;
    }
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = event->mimeData()->urls().value(0).toLocalFile();
    if (path.endsWith(".safetensors")) {
        openCheckpoint(path);
    } else if (!path.isEmpty()) {
        openData(path);
    }
}

} // namespace latentscape
