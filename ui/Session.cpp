#include "ui/Session.h"

#include "core/train/Condition.h"
#include "ui/Background.h"

#include <utility>

namespace latentscape {

Session::Session(QObject* parent)
    : QObject(parent) {
    connect(&m_loader, &Loader::progressed, this, &Session::loading);
    connect(&m_loader, &Loader::dataLoaded, this, &Session::acceptData);
    connect(&m_loader, &Loader::checkpointOpened, this,
            [this](const OpenedCheckpoint& opened) { acceptCheckpoint(opened); });
    connect(&m_loader, &Loader::failed, this, &Session::fail);
    connect(&m_writer, &CheckpointWriter::written, this, &Session::checkpointSaved);
    connect(&m_writer, &CheckpointWriter::failed, this, &Session::failed);
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
    emit dataLoaded();
    setState(State::Ready);
    if (wereMissing && !canGoOn()) {
        emit failed(
            {Problem::What::DataMissing, request.source,
             tr("These are other images than those the model was trained on. It can be tried on them, "
                "but its run cannot go on.")});
    }
    if (const auto config = std::exchange(m_startWhenLoaded, {})) {
        begin(*config, {});
    }
}

void Session::acceptCheckpoint(const OpenedCheckpoint& opened) {
    m_config = opened.config;
    m_checkpoint = opened.snapshot.checkpoint;
    m_isKept = opened.file == m_keptIn;
    m_source = opened.source;
    m_data = opened.data;
    m_decoder.setModel(m_config.model);
    emit dataLoaded();
    emit runStarted();
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
    begin(config, m_checkpoint);
    setLearningRate(wishes.learningRate);
    setBeta(wishes.beta);
}

void Session::begin(TrainConfig config, const std::shared_ptr<const Checkpoint>& from) {
    config.data = m_source.source.toStdString();
    TrainerOptions options;
    options.checkpointInterval = m_keptIn.isEmpty() ? 0 : m_keepInterval;
    guarded(
        [&] {
            fitModel(config, m_data);
            m_trainer = from ? std::make_shared<Trainer>(config, m_data, *from, options)
                             : std::make_shared<Trainer>(config, m_data, options);
            m_config = config;
            if (from) {
                emit runResumed();
            } else {
                m_checkpoint.reset();
                m_isKept = false;
                m_decoder.setModel(config.model);
                emit runStarted();
            }
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
    if (snapshot.weights) {
        m_decoder.setWeights(snapshot.weights);
    }
    emit snapshotArrived(snapshot);
    if (!isTraining()) { // opened, not trained
        return;
    }
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
        m_writer.write(file, checkpoint);
    }
    if (m_keptIn.isEmpty()) {
        return;
    }
    if (std::exchange(m_isKept, true)) {
        m_writer.write(m_keptIn, checkpoint);
    } else {
        m_writer.writeAfterKeeping(m_keptBefore, m_keptIn, checkpoint);
    }
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
}

void Session::setPaused(bool paused) {
    if (isTraining()) {
        m_trainer->setPaused(paused);
    }
}

void Session::stop() {
    m_stop.request_stop();
}

void Session::setLearningRate(float value) {
    if (isTraining()) {
        m_config.learningRate = value;
        m_trainer->setLearningRate(value);
    }
}

void Session::setBeta(float value) {
    if (isTraining()) {
        m_config.beta = value;
        m_trainer->setBeta(value);
    }
}

void Session::newSampleLatents() {
    if (isTraining()) {
        m_trainer->newSampleLatents();
    }
}

void Session::saveCheckpoint(const QString& file) {
    if (isTraining()) {
        m_saveTo.append(file);
        m_trainer->requestCheckpoint();
    } else if (m_checkpoint) {
        m_writer.write(file, m_checkpoint);
    } else {
        emit failed({Problem::What::NotSaved, file, tr("There is nothing to save yet. Press Train first.")});
    }
}

} // namespace latentscape
