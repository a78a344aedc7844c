// Runs a training: epochs of batches, held-out losses after each epoch, snapshots on the way.
//
// run() is called once, on any thread, and blocks until the run has ended; everything else that is marked
// "any thread" may be called meanwhile and never blocks. The Trainer builds its model on the thread of run().
#pragma once

#include "core/data/DataSource.h"
#include "core/train/Snapshot.h"
#include "core/train/TrainConfig.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace latentscape {

struct TrainerOptions {
    double snapshotInterval = 0.05; // seconds between two snapshots, at least; the last one may come earlier
    double weightsInterval = 0.1;   // seconds between two copies of the weights; 0: never
    double samplesInterval = 0.2;   // seconds between two grids of samples; 0: never
    PictureCounts pictures = {};    // that are drawn then
    double checkpointInterval = 0;  // seconds between two unasked checkpoints; 0: only when asked
    double momentInterval = 0;      // seconds between two moments, at least; 0: there are none
    std::string run = {};           // its name, for its checkpoints
};

class Trainer {
public:
    // Throws Error (Usage) when the settings are impossible; the model is made to fit the data.
    Trainer(TrainConfig config, LoadedData data, TrainerOptions options = {});
    // Goes on with a run exactly. `config.epochs` may be larger than it was. Throws Error when the data are
    // others.
    Trainer(TrainConfig config, LoadedData data, const Checkpoint& from, TrainerOptions options = {});
    ~Trainer();

    // Trains until the last epoch, a stop request, config.patience, or a loss or gradient that is not finite.
    // Stops at a step boundary.
    // The last snapshot says how it ended and carries checkpoint and weights (after divergence: the last
    // finite ones; with patience: those of the best epoch, while the checkpoint also holds the last ones to
    // go on from). Exceptions of the callback and Errors of the engine pass through.
    TrainState run(std::stop_token stop, const std::function<void(const Snapshot&)>& onSnapshot);

    // Any thread; take effect at the next step boundary.
    void change(const TrainConfig& settings); // those that takeLiveSettings() takes; a moment is kept before
    void setPaused(bool paused);
    void takeOneStep(StepPart part); // while paused, which it stays
    void requestCheckpoint();        // arrives with a snapshot soon, also while paused
    void newSampleLatents();         // other fixed latents for the grid of samples

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace latentscape
