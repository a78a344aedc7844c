// What the window works on: the data, the run and the decoder. Lives on the UI thread, where no call blocks;
// owns the threads that load data and train, and turns each finished value into one queued signal.
#pragma once

#include "core/train/Trainer.h"
#include "ui/Decoder.h"

#include <QObject>
#include <QThread>

#include <memory>
#include <stop_token>

namespace latentscape {

class Session : public QObject {
    Q_OBJECT

public:
    enum class State { Loading, Ready, Running, Paused };

    explicit Session(QObject* parent = nullptr);
    ~Session() override; // stops the run at its next step and waits for it

    State state() const { return m_state; }
    bool isTraining() const { return m_state == State::Running || m_state == State::Paused; }
    const LoadedData& data() const { return m_data; }
    Decoder& decoder() { return m_decoder; }
    std::shared_ptr<const Checkpoint> checkpoint() const {
        return m_checkpoint;
    } // of the last run; may be null

    void loadData(const QString& source);
    // Starts a run on the loaded data; goes on from `from` if it is given.
    void start(const TrainConfig& config, std::shared_ptr<const Checkpoint> from = {});
    void setPaused(bool paused);
    void stop(); // at the next step; stateChanged() follows
    void setLearningRate(float value);
    void setBeta(float value);
    void newSampleLatents();

signals:
    void stateChanged();
    void dataLoaded();
    void runStarted();
    void snapshotArrived(const latentscape::Snapshot& snapshot);
    void failed(const QString& message);

private:
    void setState(State state);
    void accept(const Snapshot& snapshot);

    State m_state = State::Loading;
    LoadedData m_data;
    std::shared_ptr<const Checkpoint> m_checkpoint;
    std::shared_ptr<Trainer> m_trainer;
    std::stop_source m_stop;
    std::unique_ptr<QThread> m_trainThread;
    std::unique_ptr<QThread> m_loadThread;
    Decoder m_decoder;
};

} // namespace latentscape
