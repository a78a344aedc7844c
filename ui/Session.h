// What the window works on: the data, the run and the decoder. Lives on the UI thread, where no call blocks;
// owns the threads that load, train and write, and turns each finished value into one queued signal. What
// does not succeed leaves everything as it was.
#pragma once

#include "core/train/Trainer.h"
#include "ui/CheckpointWriter.h"
#include "ui/Decoder.h"
#include "ui/Loader.h"
#include "ui/LookBack.h"
#include "ui/MomentStore.h"

#include <QObject>
#include <QStringList>
#include <QThread>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

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
    const QString& dataSource() const { return m_source.source; }
    Decoder& decoder() { return m_decoder; }
    const Decoder& decoder() const { return m_decoder; }
    // Of the run that is shown: going on, ended or opened. Null before there is any.
    std::shared_ptr<const Checkpoint> checkpoint() const { return m_checkpoint; }
    const TrainConfig& config() const { return m_config; }
    MomentStore& moments() { return m_moments; }
    const MomentStore& moments() const { return m_moments; }
    const LookBack& lookBack() const { return m_lookBack; }

    // While a run is kept in this file every so many seconds, a crash costs no more than that. Another run
    // that the file holds is moved to `before`.
    void keepRunIn(const QString& file, const QString& before, double seconds);
    // What is made beside the run travels in its files: `explore` is called before one is written.
    void carryAlong(std::function<std::string()> explore) { m_explore = std::move(explore); }
    // It has changed: a run that is not going on is kept again, soon or at once. Whether there was something.
    void keepSoon() { m_keepSoon.start(); }
    bool keepWhatChanged();
    // As it came with the run that is shown, or as it was when that parted from another.
    const std::string& broughtAlong() const { return m_brought; }
    // Moments of the runs from now on are kept in folders there.
    void keepMomentsIn(const QString& folder) { m_moments.keepIn(folder); }
    bool isSaving() const { return m_writer.isBusy(); }

    // The latest of these wins. Not while training.
    void loadData(const QString& source);
    // The images that are there in the form that these settings want.
    void loadInForm(const TrainConfig& config);
    void openCheckpoint(const QString& file);
    void cancelLoading();

    // Starts a new run on the loaded data.
    void start(const TrainConfig& config);
    // There is a run, and its images are loaded.
    bool canGoOn() const;
    // Goes on with it exactly, up to as many epochs as are wished; if these are done, for as many again. What
    // ends it early is as wished, too. A wish for another learning rate or beta takes effect at once and is
    // marked like any live change.
    void goOn(const TrainConfig& wishes);
    void setPaused(bool paused);
    void stop();                              // at the next step; stateChanged() follows
    void change(const TrainConfig& settings); // those that may while it runs
    void takeOneStep(StepPart part);          // while paused
    void newSampleLatents();

    // What is shown is a kept moment of the past, until lookAtNow(); the run goes on meanwhile.
    void lookAt(std::int64_t step);
    void lookAtNow() { m_lookBack.lookAtNow(); }
    bool canBranch() const; // a moment is looked at, and its images are loaded
    // A new run begins at the moment that is looked at. The run that goes on ends; what was kept of it stays.
    void branch();

    // Of the moment that is shown, also while training; checkpointSaved() or failed() follows.
    void saveCheckpoint(const QString& file);

signals:
    void stateChanged();
    void loading(const QString& what, double share); // share of `what`, 0 to 1; negative: not known
    void dataLoaded();                               // data() are others; maybe none
    void runStarted(); // another run, new or opened, is shown: forget what was shown of the one before
    void runResumed(); // the run that is shown goes on
    void checkpointOpened(const QString& file);
    void snapshotArrived(const latentscape::Snapshot& snapshot);
    void checkpointSaved(const QString& file);
    void failed(const latentscape::Problem& problem);

private:
    void setState(State state);
    void load(const DataRequest& request);
    void fail(const Problem& problem);
    void acceptData(const DataRequest& request, const LoadedData& data);
    void startWhatWaits();
    void acceptCheckpoint(const OpenedCheckpoint& opened);
    void beginBranch(const std::shared_ptr<const Snapshot>& moment);
    void begin(TrainConfig config, const std::shared_ptr<const Checkpoint>& from);
    void launch();
    void accept(const Snapshot& snapshot);
    void acceptCheckpoint(const std::shared_ptr<const Checkpoint>& checkpoint);
    void keep(const std::shared_ptr<const Checkpoint>& checkpoint);
    void keepNow();
    std::string carried() const { return m_explore ? m_explore() : std::string(); }
    void endRun();

    State m_state = State::Ready;
    DataRequest m_source;
    LoadedData m_data;
    TrainConfig m_config;
    std::shared_ptr<const Checkpoint> m_checkpoint;
    std::optional<TrainConfig> m_startWhenLoaded;
    std::shared_ptr<const Snapshot> m_branchWhenStopped;
    QString m_keptIn;
    QString m_keptBefore;
    double m_epoch = 0;    // where the run stands
    bool m_isKept = false; // m_keptIn holds the run that is shown
    double m_keepInterval = 0;
    std::function<std::string()> m_explore;
    std::string m_brought = "{}";
    QTimer m_keepSoon;
    QStringList m_saveTo; // as soon as the trainer has made a checkpoint

    std::shared_ptr<Trainer> m_trainer; // of a run that is going on
    std::stop_source m_stop;
    std::unique_ptr<QThread> m_trainThread;
    Decoder m_decoder;
    Loader m_loader;
    CheckpointWriter m_writer;
    MomentStore m_moments;
    LookBack m_lookBack;
};

} // namespace latentscape
