// The moments that are kept of the run that is shown, each a checkpoint in the run's own folder: writes those
// that a run hands out, thins them, finds those of a run that is opened again, and draws what these showed.
// The files alone tell which there are, so that a crash leaves a readable set. Owned by the Session; UI
// thread, where no call blocks but the destructor.
#pragma once

#include "core/train/LossHistory.h"
#include "core/train/Moments.h"
#include "core/train/TrainConfig.h"
#include "ui/CheckpointWriter.h"
#include "ui/LatestTask.h"

#include <vector>

namespace latentscape {

class MomentStore : public QObject {
    Q_OBJECT

public:
    struct Entry {
        std::int64_t step = 0;
        double epoch = 0; // position on the curve's time axis
        bool isBest = false;
        bool beforeChange = false;
        ProgressPictures pictures;                   // null until they are drawn
        std::shared_ptr<const Checkpoint> unwritten; // until its file is there
        QString file;
        std::int64_t bytes = 0;
    };

    explicit MomentStore(QObject* parent = nullptr);
    ~MomentStore() override;

    void keepIn(const QString& folder,
                const MomentLimits& limits = {}); // of all runs; empty: nothing is kept
    bool isOn() const { return !m_folder.isEmpty(); }

    // Another run is shown from now on: a new one, one that is opened with what was kept of it, or one that
    // begins where another was, whose moments until then it shares.
    void beginRun(const TrainConfig& config, const QString& name);
    void openRun(const TrainConfig& config, const Checkpoint& checkpoint,
                 std::shared_ptr<const Dataset> heldOut);
    void branchRun(const TrainConfig& config, const Checkpoint& from);
    QString nameFor(const TrainConfig& config) const; // a new one; empty when nothing is kept
    const QString& run() const { return m_run; } // its name, and that of its folder; empty: there is none
    bool hasLaterThan(std::int64_t step) const;

    void follow(const Snapshot& snapshot); // of the run that is shown
    void setHeldOut(std::shared_ptr<const Dataset> images) { m_heldOut = std::move(images); }
    void drawOthers(); // samples of other latents than before: all are drawn again
    std::uint64_t series() const { return m_series; }               // of the samples' latents
    const std::vector<Entry>& entries() const { return m_entries; } // in the order of their steps
    const Entry* entry(std::int64_t step) const;
    const Entry* nearest(double epoch) const; // null when there is none
    QString fileOf(std::int64_t step) const;

    // The runs of which something is kept, the newest first, and the last moment of one.
    QStringList runs() const;
    QString lastOf(const QString& run) const;

signals:
    void changed();                                   // entries(), or what is known of them
    void failed(const latentscape::Problem& problem); // once, until it goes well again

private:
    QString folderOf(const QString& run) const;
    void reset(const TrainConfig& config, const QString& run);
    void find();
    void insert(Entry entry);
    void judge();
    void thin();
    void noteWritten(const QString& file);
    void noteFailed(const Problem& problem);
    void drawMissing();
    void removeOldRuns();

    QString m_folder;
    MomentLimits m_limits;
    QString m_run;
    TrainConfig m_config;
    LossHistory m_history;
    std::vector<Entry> m_entries;
    std::shared_ptr<const Dataset> m_heldOut;
    std::uint64_t m_series = 0; // of the latents
    bool m_failing = false;
    CheckpointWriter m_writer;
    QThreadPool m_files; // links and removes, one after the other
    LatestTask m_drawing;
};

} // namespace latentscape
