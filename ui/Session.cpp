#include "ui/Session.h"

#include "core/train/Condition.h"
#include "core/train/LiveSettings.h"
#include "ui/Background.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace latentscape {

namespace {

constexpr std::chrono::milliseconds kKeepSoon{1500};
constexpr double kMomentInterval = 0.5; // seconds between two kept moments, at least

} // namespace

Session::Session(QObject* parent)
    : QObject(parent) {
    connect(&m_loader, &Loader::progressed, this, &Session::loading);
    connect(&m_loader, &Loader::dataLoaded, this, &Session::acceptData);
    connect(&m_loader, &Loader::checkpointOpened, this,
            [this](const OpenedCheckpoint& opened) { acceptCheckpoint(opened); });
    connect(&m_loader, &Loader::failed, this, &Session::fail);
    m_keepSoon.setSingleShot(true);
    m_keepSoon.setInterval(kKeepSoon);
    connect(&m_keepSoon, &QTimer::timeout, this, &Session::keepNow);
    connect(&m_writer, &CheckpointWriter::written, this, &Session::checkpointSaved);
    connect(&m_writer, &CheckpointWriter::failed, this, &Session::failed);
    connect(&m_moments, &MomentStore::failed, this, &Session::failed);
    connect(&m_lookBack, &LookBack::failed, this, &Session::failed);
    connect(&m_lookBack, &LookBack::shownChanged, this, [this] {
        if (const ShownModel& shown = m_lookBack.shown(); shown.weights) {
            m_decoder.setWeights(shown.weights);
        }
    });
}

Session::~Session() {
    m_stop.request_stop();
    if (m_trainThread) {
        m_trainThread->wait();
    }
}

void Session::setState(State state) {
    m_state = state;
    emit stateChanged();
}

void Session::keepRunIn(const QString& file, const QString& before, double seconds) {
    m_keptIn = file;
    m_keptBefore = before;
    m_keepInterval = seconds;
}

// ---- loading ----

void Session::loadData(const QString& source) {
    if (isTraining()) {
        return;
    }
    // The images of an opened run that were not found are looked for in the way that run took them.
    const bool ofTheRun = m_checkpoint && !m_data.train;
    load(ofTheRun ? requestOf(source, m_config) : DataRequest{source});
}

void Session::loadInForm(const TrainConfig& config) {
    const DataRequest wanted = requestOf(m_source.source, config);
    if (!isTraining() && m_data.train && wanted != m_source) {
        load(wanted);
    }
}

void Session::load(const DataRequest& request) {
    m_startWhenLoaded.reset();
    m_loader.loadData(request);
    setState(State::Loading);
}

void Session::openCheckpoint(const QString& file) {
    if (isTraining()) {
        return;
    }
    m_startWhenLoaded.reset();
    m_loader.openCheckpoint(file);
    setState(State::Loading);
}

void Session::cancelLoading() {
    if (m_state == State::Loading) {
        m_loader.cancel();
        m_startWhenLoaded.reset();
        setState(State::Ready);
    }
}

void Session::fail(const Problem& problem) {
    m_startWhenLoaded.reset();
    setState(State::Ready);
    emit failed(problem);
}

void Session::acceptData(const DataRequest& request, const LoadedData& data) {
    const bool wereMissing = m_checkpoint && !m_data.train;
    m_source = request;
    m_data = data;
    m_moments.setHeldOut(data.heldOut);
    emit dataLoaded();
    setState(State::Ready);
    if (wereMissing && !canGoOn()) {
        emit failed(
            {Problem::What::DataMissing, request.source,
             tr("These are other images than those the model was trained on. It can be tried on them, "
                "but its run cannot go on.")});
    }
    if (m_startWhenLoaded) { // with the next event: every view has had to do with the data already
        QMetaObject::invokeMethod(this, &Session::startWhatWaits, Qt::QueuedConnection);
    }
}

void Session::startWhatWaits() {
    if (m_state != State::Ready) {
        return;
    }
    if (const auto config = std::exchange(m_startWhenLoaded, {})) {
        begin(*config, {});
    }
}

void Session::acceptCheckpoint(const OpenedCheckpoint& opened) {
    const bool holdsAnother = keepWhatChanged();
    m_config = opened.config;
    m_checkpoint = opened.snapshot.checkpoint;
    m_brought = m_checkpoint->explore;
    m_isKept = opened.file == m_keptIn && !holdsAnother;
    m_source = opened.source;
    m_data = opened.data;
    m_decoder.setModel(m_config.model);
    m_lookBack.forget();
    emit dataLoaded();
    emit runStarted();
    m_moments.openRun(m_config, *m_checkpoint, m_data.heldOut);
    accept(opened.snapshot);
    setState(State::Ready);
    emit checkpointOpened(opened.file);
    if (!m_data.train) {
        emit failed({Problem::What::DataMissing, opened.source.source, opened.dataProblem});
    }
}

// ---- the run ----

void Session::start(const TrainConfig& config) {
    if (m_state != State::Ready) {
        return;
    }
    const DataRequest wanted = requestOf(m_source.source, config);
    if (!m_data.train) {
        fail({Problem::What::RunNotStarted, {}, tr("There are no images yet. Choose a data set first.")});
    } else if (wanted == m_source) {
        begin(config, {});
    } else { // another seed or limit makes other images of the same source
        load(wanted);
        m_startWhenLoaded = config;
    }
}

bool Session::canGoOn() const {
    return m_state == State::Ready && m_checkpoint && m_data.train &&
           m_data.train->fingerprint() == m_checkpoint->dataFingerprint;
}

void Session::goOn(const TrainConfig& wishes) {
    if (!canGoOn()) {
        return;
    }
    TrainConfig config = trainConfigFromJson(m_checkpoint->settings);
    const std::int64_t done = m_checkpoint->epoch;
    config.epochs = wishes.epochs > done ? wishes.epochs : done + wishes.epochs;
    if (config.model.kind == ModelKind::Vae) { // else a run that ended for want of patience would end at once
        config.patience = wishes.patience;
        config.minDelta = wishes.minDelta;
    }
    if (m_moments.hasLaterThan(m_checkpoint->step) || m_moments.run().isEmpty()) {
        m_moments.branchRun(config, *m_checkpoint); // what was kept of later steps is another run's
    }
    begin(config, m_checkpoint);
    TrainConfig live = wishes;
    live.epochs = config.epochs;
    change(live);
}

bool Session::canBranch() const {
    return m_lookBack.isOn() && m_data.train &&
           m_data.train->fingerprint() == m_lookBack.moment()->checkpoint->dataFingerprint;
}

void Session::branch() {
    if (canBranch()) {
        m_branchWhenStopped = m_lookBack.moment();
        isTraining() ? stop() : beginBranch(std::exchange(m_branchWhenStopped, {}));
    }
}

void Session::beginBranch(const std::shared_ptr<const Snapshot>& moment) {
    keepWhatChanged();
    const Snapshot shown = branchOf(*moment);
    const std::shared_ptr<const Checkpoint> from = shown.checkpoint;
    m_config = trainConfigFromJson(from->settings);
    m_checkpoint = from;
    m_isKept = false; // the run before stays beside it
    m_brought = carried();
    m_decoder.setModel(m_config.model);
    m_lookBack.forget();
    emit runStarted();
    m_moments.branchRun(m_config, *from);
    accept(shown);
    TrainConfig config = m_config;
    if (config.epochs <= from->epoch) {
        config.epochs += from->epoch;
    }
    begin(config, from);
}

void Session::begin(TrainConfig config, const std::shared_ptr<const Checkpoint>& from) {
    config.data = m_source.source.toStdString();
    TrainerOptions options;
    options.checkpointInterval = m_keptIn.isEmpty() ? 0 : m_keepInterval;
    options.momentInterval = m_moments.isOn() ? kMomentInterval : 0;
    options.pictures.series = from ? m_moments.series() : 0;
    guarded(
        [&] {
            fitModel(config, m_data);
            const QString run = from ? m_moments.run() : m_moments.nameFor(config);
            options.run = run.toStdString();
            m_trainer = from ? std::make_shared<Trainer>(config, m_data, *from, options)
                             : std::make_shared<Trainer>(config, m_data, options);
            m_config = config;
            if (from) {
                emit runResumed();
            } else {
                keepWhatChanged();
                m_checkpoint.reset();
                m_isKept = false;
                m_brought = "{}";
                m_decoder.setModel(config.model);
                m_lookBack.forget();
                m_moments.beginRun(config, run);
                emit runStarted();
            }
            m_epoch = from ? static_cast<double>(from->epoch) : 0;
            launch();
        },
        [&](const QString& message) {
            fail({Problem::What::RunNotStarted, {}, message});
        });
}

void Session::launch() {
    m_stop = {};
    m_trainThread.reset(QThread::create([this, trainer = m_trainer, stop = m_stop.get_token()] {
        yieldToTheWindow();
        const auto deliver = [this](const Snapshot& snapshot) {
            auto shared = std::make_shared<const Snapshot>(snapshot);
            QMetaObject::invokeMethod(this, [this, shared] { accept(*shared); });
        };
        guarded([&] { trainer->run(stop, deliver); },
                [this](const QString& message) {
                    QMetaObject::invokeMethod(this, [this, message] {
                        emit failed({Problem::What::RunFailed, {}, message});
                    });
                });
    }));
    connect(m_trainThread.get(), &QThread::finished, this, &Session::endRun);
    setState(State::Running);
    m_trainThread->start();
}

void Session::accept(const Snapshot& snapshot) {
    m_lookBack.follow(snapshot);
    emit snapshotArrived(snapshot);
    if (!isTraining()) { // opened, not trained
        return;
    }
    m_epoch = snapshot.epoch;
    m_moments.follow(snapshot);
    if (snapshot.checkpoint) {
        acceptCheckpoint(snapshot.checkpoint);
    }
    if (snapshot.state == TrainState::Running && m_state == State::Paused) {
        setState(State::Running);
    } else if (snapshot.state == TrainState::Paused && m_state == State::Running) {
        setState(State::Paused);
        m_trainer->requestCheckpoint(); // whoever pauses may be about to leave
    }
    if (snapshot.state == TrainState::Diverged) {
        emit failed({Problem::What::RunFailed, {}, QString::fromStdString(snapshot.message)});
    }
}

void Session::acceptCheckpoint(const std::shared_ptr<const Checkpoint>& checkpoint) {
    m_checkpoint = checkpoint;
    m_saveTo.removeAll(m_keptIn); // is written below, after the run before has been moved
    for (const QString& file : std::exchange(m_saveTo, {})) {
        m_writer.write(file, checkpoint, carried());
    }
    keep(checkpoint);
}

void Session::keep(const std::shared_ptr<const Checkpoint>& checkpoint) {
    m_keepSoon.stop();
    if (m_keptIn.isEmpty()) {
        return;
    }
    if (std::exchange(m_isKept, true)) {
        m_writer.write(m_keptIn, checkpoint, carried());
    } else {
        m_writer.writeAfterKeeping(m_keptBefore, m_keptIn, checkpoint, carried());
    }
}

void Session::keepNow() {
    if (!isTraining() && m_checkpoint) {
        keep(m_checkpoint);
    }
}

bool Session::keepWhatChanged() {
    const bool pending = m_keepSoon.isActive();
    if (pending) {
        keepNow();
    }
    return pending;
}

// The thread's last snapshot has arrived before.
void Session::endRun() {
    m_trainThread->wait(); // it is at its very end
    m_trainThread.reset();
    m_trainer.reset();
    setState(State::Ready);
    for (const QString& file : std::exchange(m_saveTo, {})) { // asked for after the trainer's last word
        saveCheckpoint(file);
    }
    if (m_branchWhenStopped) {
        beginBranch(std::exchange(m_branchWhenStopped, {}));
    }
}

void Session::setPaused(bool paused) {
    if (isTraining()) {
        m_trainer->setPaused(paused);
    }
}

void Session::stop() {
    m_stop.request_stop();
}

void Session::change(const TrainConfig& settings) {
    if (!isTraining()) {
        return;
    }
    TrainConfig wanted = settings;
    wanted.epochs = std::max(wanted.epochs, static_cast<std::int64_t>(std::ceil(m_epoch)));
    TrainConfig changed = m_config;
    takeLiveSettings(wanted, changed);
    guarded(
        [&] {
            m_trainer->change(changed);
            m_config = changed;
        },
        [&](const QString& message) {
            emit failed({Problem::What::NotChanged, {}, message});
        });
}

void Session::takeOneStep(StepPart part) {
    if (m_state == State::Paused) {
        m_trainer->takeOneStep(part);
    }
}

void Session::lookAt(std::int64_t step) {
    if (const MomentStore::Entry* moment = m_moments.entry(step)) {
        m_lookBack.lookAt(step, m_moments.fileOf(step), moment->unwritten, m_data.heldOut);
    }
}

void Session::newSampleLatents() {
    if (isTraining()) {
        m_trainer->newSampleLatents();
        m_moments.drawOthers();
    }
}

void Session::saveCheckpoint(const QString& file) {
    if (m_lookBack.isOn() && file != m_keptIn) {
        m_writer.write(file, m_lookBack.moment()->checkpoint, carried());
    } else if (isTraining()) {
        m_saveTo.append(file);
        m_trainer->requestCheckpoint();
    } else if (m_checkpoint) {
        m_writer.write(file, m_checkpoint, carried());
    } else {
        emit failed({Problem::What::NotSaved, file, tr("There is nothing to save yet. Press Train first.")});
    }
}

} // namespace latentscape
