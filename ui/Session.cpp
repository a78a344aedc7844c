#include "ui/Session.h"

#include <sys/resource.h>
#include <unistd.h>

namespace latentscape {

namespace {

// So that the window stays smooth while both cores train. On Linux a nice value belongs to the thread, and
// the threads that OpenMP starts from this one inherit it.
void yieldToTheWindow() {
    constexpr int kNice = 5;
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
}

// Runs `work` and turns what it throws into a message for `report`.
template <typename Work, typename Report> void guarded(const Work& work, const Report& report) {
    try {
        work();
    } catch (const std::bad_alloc&) {
        report(QStringLiteral("There is not enough memory. Choose a smaller model or fewer images."));
    } catch (const std::exception& error) {
        report(QString::fromUtf8(error.what()));
    }
}

} // namespace

Session::Session(QObject* parent)
    : QObject(parent) {}

Session::~Session() {
    m_stop.request_stop();
    for (QThread* thread : {m_trainThread.get(), m_loadThread.get()}) {
        if (thread) {
            thread->wait();
        }
    }
}

void Session::setState(State state) {
    m_state = state;
    emit stateChanged();
}

void Session::loadData(const QString& source) {
    if (isTraining() || (m_loadThread && m_loadThread->isRunning())) {
        return;
    }
    setState(State::Loading);
    m_loadThread.reset(QThread::create([this, name = source.toStdString()] {
        std::shared_ptr<const LoadedData> loaded;
        QString trouble;
        guarded([&] { loaded = std::make_shared<const LoadedData>(latentscape::loadData(name)); },
                [&](const QString& message) { trouble = message; });
        QMetaObject::invokeMethod(this, [this, loaded, trouble] {
            m_loadThread->wait();
            if (loaded) {
                m_data = *loaded;
                emit dataLoaded();
            } else {
                emit failed(trouble);
            }
            setState(State::Ready);
        });
    }));
    m_loadThread->start();
}

void Session::start(const TrainConfig& config, std::shared_ptr<const Checkpoint> from) {
    if (isTraining() || !m_data.train) {
        return;
    }
    guarded(
        [&] {
            m_trainer = from ? std::make_shared<Trainer>(config, m_data, *from)
                             : std::make_shared<Trainer>(config, m_data);
            ModelConfig model = config.model;
            model.image = m_data.train->shape();
            m_decoder.setModel(model);
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
                                emit failed(message);
                                setState(State::Ready);
                            });
                        });
            }));
            emit runStarted();
            setState(State::Running);
            m_trainThread->start();
        },
        [this](const QString& message) { emit failed(message); });
}

void Session::accept(const Snapshot& snapshot) {
    if (snapshot.weights) {
        m_decoder.setWeights(snapshot.weights);
    }
    if (snapshot.checkpoint) {
        m_checkpoint = snapshot.checkpoint;
    }
    emit snapshotArrived(snapshot);
    if (snapshot.state == TrainState::Running || snapshot.state == TrainState::Paused) {
        const State state = snapshot.state == TrainState::Paused ? State::Paused : State::Running;
        if (state != m_state) {
            setState(state);
        }
        return;
    }
    if (!snapshot.message.empty()) {
        emit failed(QString::fromStdString(snapshot.message));
    }
    m_trainThread->wait(); // it has nothing left to do
    setState(State::Ready);
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
        m_trainer->setLearningRate(value);
    }
}

void Session::setBeta(float value) {
    if (isTraining()) {
        m_trainer->setBeta(value);
    }
}

void Session::newSampleLatents() {
    if (isTraining()) {
        m_trainer->newSampleLatents();
    }
}

} // namespace latentscape
