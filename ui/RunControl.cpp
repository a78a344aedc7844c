#include "ui/RunControl.h"

#include "ui/MainMenu.h"
#include "ui/Session.h"
#include "ui/SetupPanel.h"

#include <QAction>

#include <utility>

namespace latentscape {

RunControl::RunControl(Session* session, SetupPanel* setup, const MainMenu& menu, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_setup(setup) {
    connect(menu.start, &QAction::triggered, this, &RunControl::start);
    connect(menu.goOn, &QAction::triggered, this, &RunControl::goOn);
    connect(menu.pause, &QAction::triggered, this,
            [this] { m_session->setPaused(m_session->state() == Session::State::Running); });
    connect(menu.stop, &QAction::triggered, session, &Session::stop);
    connect(menu.newSamples, &QAction::triggered, session, &Session::newSampleLatents);
    connect(setup, &SetupPanel::startRequested, this, &RunControl::start);
    connect(setup, &SetupPanel::goOnRequested, this, &RunControl::goOn);
    connect(setup, &SetupPanel::pauseRequested, session, &Session::setPaused);
    connect(setup, &SetupPanel::stopRequested, session, &Session::stop);
    connect(setup, &SetupPanel::changeRequested, session, &Session::change);
    connect(setup, &SetupPanel::remedyRequested, this, &RunControl::apply);
    connect(session, &Session::stateChanged, this, &RunControl::startWhenStopped);
}

void RunControl::start() {
    m_session->start(m_setup->config());
}

void RunControl::goOn() {
    m_session->goOn(m_setup->config());
}

void RunControl::goOnMoreCarefully() {
    TrainConfig config = m_session->config();
    config.learningRate /= 10;
    m_session->goOn(config);
    m_setup->setConfig(m_session->config());
}

void RunControl::apply(const Remedy& remedy) {
    if (remedy.how == Remedy::How::Stop) {
        m_session->stop();
        return;
    }
    m_setup->setConfig(remedy.config);
    if (remedy.how == Remedy::How::Change) {
        m_session->isTraining() ? m_session->change(remedy.config) : m_session->goOn(remedy.config);
    } else if (m_session->isTraining()) {
        m_startWhenStopped = remedy.config;
        m_session->stop();
    } else {
        m_session->start(remedy.config);
    }
}

void RunControl::startWhenStopped() {
    if (m_session->state() == Session::State::Ready && m_startWhenStopped) {
        m_session->start(*std::exchange(m_startWhenStopped, {}));
    }
}

} // namespace latentscape
