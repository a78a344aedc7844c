#include "ui/Opening.h"

#include "core/data/PictureDecoder.h"
#include "ui/FileQuestions.h"
#include "ui/MainMenu.h"
#include "ui/MessageStrip.h"
#include "ui/PictureRecord.h"
#include "ui/Session.h"

#include <QAction>
#include <QFileInfo>

#include <utility>

namespace latentscape {

namespace {

constexpr const char* kEmbedded = "shapes";

} // namespace

Opening::Opening(Session* session, Settings* settings, MessageStrip* strip, const MainMenu& menu,
                 QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_strip(strip)
    , m_menu(menu)
    , m_window(window)
    , m_recent(settings) {
    connectMenu();
    connect(session, &Session::stateChanged, this, &Opening::openWhenStopped);
    connect(session, &Session::dataLoaded, this, &Opening::noteData);
    connect(session, &Session::checkpointOpened, this, &Opening::noteOpened);
    connect(session, &Session::checkpointSaved, this, [this](const QString& file) {
        if (file != m_lastRun.file()) {
            m_recent.add(file);
        }
    });
    connect(&m_lastRun, &LastRun::found, this, &Opening::lastRunFound);
}

void Opening::connectMenu() {
    connect(m_menu.openFolder, &QAction::triggered, this, &Opening::chooseFolder);
    connect(m_menu.openFile, &QAction::triggered, this, [this] { openChosen(askForImageFile(m_window)); });
    connect(m_menu.openCheckpoint, &QAction::triggered, this, &Opening::chooseCheckpoint);
    connect(m_menu.goOnWithLastRun, &QAction::triggered, this, &Opening::goOnWithLastRun);
    connect(m_menu.openRunBefore, &QAction::triggered, this, [this] { open(m_lastRun.before()); });
    m_recent.fill(m_menu.recent);
    connect(&m_recent, &RecentFiles::chosen, this, &Opening::open);
}

void Opening::open(const QString& path) {
    const bool isPicture = isPictureName(path.toStdString()) || mayCarryRecord(path);
    if (isPicture && m_session->decoder().hasWeights()) {
        emit pictureChosen(path);
        return;
    }
    if (const auto made = recordIn(path)) {
        m_strip->show(
            {Message::Kind::Problem,
             tr("%1 needs its model").arg(QFileInfo(path).fileName()),
             tr("It goes back to its point when the model that made it is open: %1. Open that first.")
                 .arg(modelInWords(*made)),
             {},
             {},
             {},
             {}});
        return;
    }
    if (m_session->isTraining()) {
        m_strip->show(
            {Message::Kind::Offer,
             tr("A run is going on"),
             tr("It would be stopped and kept before %1 is opened.").arg(QFileInfo(path).fileName()),
             {},
             tr("Stop it and open"),
             {},
             [this, path] {
                 m_openWhenStopped = path;
                 m_session->stop();
             }});
        return;
    }
    emit began();
    m_goOnWhenOpened = false;
    const QString ofRun = path + "/checkpoint.safetensors"; // as the command line leaves it
    if (RecentFiles::isCheckpoint(path)) {
        m_session->openCheckpoint(path);
    } else if (QFileInfo::exists(ofRun)) {
        m_session->openCheckpoint(ofRun);
    } else {
        m_session->loadData(path);
    }
}

void Opening::openWhenStopped() {
    if (m_session->state() == Session::State::Ready && !m_openWhenStopped.isEmpty()) {
        open(std::exchange(m_openWhenStopped, {}));
    }
}

void Opening::openAtStart(const QString& source) {
    m_source = source;
    m_session->loadData(m_source);
    connect(m_session, &Session::dataLoaded, &m_lastRun, &LastRun::look, Qt::SingleShotConnection);
}

void Opening::goOnWithLastRun() {
    m_goOnWhenOpened = true;
    m_session->openCheckpoint(m_lastRun.file());
}

void Opening::chooseFolder() {
    openChosen(askForImageFolder(m_window));
}

void Opening::chooseCheckpoint() {
    openChosen(askForCheckpoint(m_window));
}

void Opening::openChosen(const QString& path) {
    if (!path.isEmpty()) {
        open(path);
    }
}

// ---- what came of it ----

void Opening::noteData() {
    if (m_session->data().train && QFileInfo(m_session->dataSource()).isAbsolute()) {
        m_recent.add(m_session->dataSource());
    }
    if (!std::exchange(m_keepMessage, false)) {
        m_strip->dismiss();
    }
}

void Opening::noteOpened(const QString& file) {
    if (file != m_lastRun.file() && file != m_lastRun.before() &&
        !file.startsWith(m_lastRun.momentsFolder())) { // which has a menu of its own
        m_recent.add(file);
    }
    if (std::exchange(m_goOnWhenOpened, false) && m_session->canGoOn() &&
        m_session->checkpoint()->epoch < m_session->config().epochs) {
        emit goOnRequested();
    } else if (!m_strip->isVisible() || m_strip->message().kind != Message::Kind::Problem) {
        offerToGoOn(file); // unless what came with it is damaged
    }
}

void Opening::offerToGoOn(const QString& file) {
    const QString name = file == m_lastRun.file()     ? tr("The last run")
                         : file == m_lastRun.before() ? tr("The run before the last")
                                                      : QFileInfo(file).fileName();
    Message message{Message::Kind::Offer,
                    tr("%1 is open").arg(name),
                    tr("Explore, Compare and Measure work at once, without training."),
                    {},
                    {},
                    {},
                    {}};
    if (m_session->canGoOn()) {
        message.remedy = tr("Go on training");
        message.remedyTip = m_menu.goOn->toolTip();
        message.act = [this] { emit goOnRequested(); };
    }
    m_strip->show(message);
}

void Opening::cancel() {
    m_session->cancelLoading();
    loadInstead(kEmbedded);
}

void Opening::giveUp(const Problem& problem) {
    m_goOnWhenOpened = false;
    if (!QFileInfo::exists(problem.file)) {
        m_recent.remove(problem.file);
    }
    if (problem.what == Problem::What::DataNotLoaded || problem.what == Problem::What::CheckpointNotOpened) {
        loadInstead(problem.file == m_source ? kEmbedded : m_source);
    }
}

// When nothing came of reading: the list shows again what is there, or else other images come.
void Opening::loadInstead(const QString& source) {
    if (m_session->data().train || m_session->checkpoint()) {
        emit nothingOpened();
        noteData();
    } else {
        m_keepMessage = true;
        m_session->loadData(source);
    }
}

} // namespace latentscape
