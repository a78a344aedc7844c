#include "ui/Rewind.h"

#include "ui/MainMenu.h"
#include "ui/PastLine.h"
#include "ui/SecondModel.h"
#include "ui/Session.h"
#include "ui/ViewStack.h"

#include <QAction>
#include <QLocale>
#include <QMenu>

namespace latentscape {

Rewind::Rewind(Session* session, ViewStack* views, PastLine* line, MainMenu* menu, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_views(views)
    , m_line(line)
    , m_menu(menu) {
    connect(&session->moments(), &MomentStore::changed, this, &Rewind::showMoments);
    connect(&session->lookBack(), &LookBack::changed, this, &Rewind::showPast);
    connect(&session->lookBack(), &LookBack::shownChanged, this,
            [this] { m_views->showModel(m_session->lookBack().shown()); });
    connect(session, &Session::stateChanged, this, &Rewind::followState);
    connect(views, &ViewStack::momentChosen, session, &Session::lookAt);
    connect(views, &ViewStack::nowChosen, session, &Session::lookAtNow);
    connect(line, &PastLine::nowRequested, session, &Session::lookAtNow);
    connect(line, &PastLine::branchRequested, session, &Session::branch);
    connect(menu->lookAtNow, &QAction::triggered, session, &Session::lookAtNow);
    connect(menu->branch, &QAction::triggered, session, &Session::branch);
    const auto takeStep = [&](QAction* action, StepPart part) {
        connect(action, &QAction::triggered, session, [session, part] { session->takeOneStep(part); });
    };
    takeStep(menu->oneStep, StepPart::All);
    takeStep(menu->oneStepOfD, StepPart::Discriminator);
    takeStep(menu->oneStepOfG, StepPart::Generator);
    views->offerRuns([this] { return earlierRuns(); });
    connect(menu->earlierRuns, &QMenu::aboutToShow, this, &Rewind::fillEarlierRuns);
    followState();
}

void Rewind::showMoments() {
    const MomentStore& store = m_session->moments();
    m_views->setMoments(store.entries());
    std::vector<OtherModel> written;
    for (const MomentStore::Entry& entry : store.entries()) {
        if (!entry.unwritten) {
            const QString epoch = QLocale().toString(entry.epoch, 'f', 2);
            written.push_back({entry.isBest ? tr("epoch %1, the best").arg(epoch) : tr("epoch %1").arg(epoch),
                               store.fileOf(entry.step)});
        }
    }
    m_views->setMomentsToCompare(std::move(written));
}

void Rewind::showPast() {
    const std::shared_ptr<const Snapshot>& moment = m_session->lookBack().moment();
    m_views->lookAt(moment);
    if (moment) {
        const MomentStore::Entry* entry = m_session->moments().entry(moment->step);
        m_line->showMoment(*moment, entry && entry->isBest);
    } else {
        m_line->hide();
    }
    followState();
}

void Rewind::followState() {
    const bool paused = m_session->state() == Session::State::Paused;
    const bool past = m_session->lookBack().isOn();
    const bool gan = m_session->config().model.kind == ModelKind::Gan;
    const bool training = m_session->isTraining();
    const QString notPaused = training ? tr("only while the run is paused") : tr("no run goes on");
    MainMenu::allow(m_menu->oneStep, paused, notPaused);
    for (QAction* action : {m_menu->oneStepOfD, m_menu->oneStepOfG}) {
        MainMenu::allow(action, paused && gan, training && !gan ? tr("only of a GAN") : notPaused);
    }
    const QString isNow = tr("no moment of the past is shown");
    MainMenu::allow(m_menu->lookAtNow, past, isNow);
    MainMenu::allow(m_menu->branch, m_session->canBranch(),
                    past ? tr("the run's images are not loaded") : isNow);
    MainMenu::allow(m_menu->earlierRuns->menuAction(), !training, tr("not while a run goes on"));
    m_line->setRun(training, m_session->canBranch());
}

std::vector<OtherModel> Rewind::earlierRuns() const {
    const MomentStore& store = m_session->moments();
    std::vector<OtherModel> runs;
    for (const QString& run : store.runs()) {
        const QString last = store.lastOf(run);
        if (!last.isEmpty() && run != store.run()) {
            runs.push_back({run, last});
        }
    }
    return runs;
}

void Rewind::fillEarlierRuns() {
    m_menu->earlierRuns->clear();
    for (const OtherModel& run : earlierRuns()) {
        connect(m_menu->earlierRuns->addAction(run.name), &QAction::triggered, this,
                [this, last = run.file] { emit openRequested(last); });
    }
    if (m_menu->earlierRuns->isEmpty()) {
        m_menu->earlierRuns->addAction(tr("No other run was kept yet"))->setEnabled(false);
    }
}

} // namespace latentscape
