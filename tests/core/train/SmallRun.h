// A run of a few milliseconds, for the tests of core/train.
#pragma once

#include "core/train/Trainer.h"

#include <stop_token>
#include <vector>

namespace latentscape::test {

inline constexpr std::int64_t kImages = 50; // of Shapes; as many are held out
inline constexpr std::int64_t kBatch = 16;
inline constexpr std::int64_t kSteps = 4; // an epoch: the last batch holds two images

inline TrainConfig smallConfig(std::int64_t epochs) {
    TrainConfig config;
    config.model.image = {1, 28, 28};
    setDenseWidths(config.model, {8});
    config.model.latent = 3;
    config.batch = kBatch;
    config.limit = kImages;
    config.epochs = epochs;
    config.threads = 1;
    return config;
}

inline const LoadedData& smallData() {
    static const LoadedData data = loadData("shapes", {.limit = kImages});
    return data;
}

// A snapshot after each step, so that a test can act at a certain one.
inline TrainerOptions everyStep() {
    TrainerOptions options;
    options.snapshotInterval = 1e-9;
    options.pictures = {.samples = 4, .reconstructions = 2};
    return options;
}

// As changed by the function.
template <typename Change> TrainConfig with(TrainConfig config, const Change& change) {
    change(config);
    return config;
}

// Everything a run told.
struct Told {
    TrainState state{};
    std::vector<Snapshot> snapshots;
    std::vector<LossPoint> losses;
    std::vector<EpochResult> epochs;
    std::vector<ControlChange> changes;
    std::vector<Moment> moments;

    void add(const Snapshot& snapshot) {
        snapshots.push_back(snapshot);
        losses.insert(losses.end(), snapshot.losses.begin(), snapshot.losses.end());
        epochs.insert(epochs.end(), snapshot.epochs.begin(), snapshot.epochs.end());
        changes.insert(changes.end(), snapshot.changes.begin(), snapshot.changes.end());
        moments.insert(moments.end(), snapshot.moments.begin(), snapshot.moments.end());
    }
    const Snapshot& last() const { return snapshots.back(); }
    const Checkpoint& checkpoint() const { return *last().checkpoint; }
};

// Runs to the end; act(snapshot) is called with each snapshot.
template <typename Act> Told runAll(Trainer& trainer, const Act& act, std::stop_token stop = {}) {
    Told told;
    told.state = trainer.run(std::move(stop), [&](const Snapshot& snapshot) {
        told.add(snapshot);
        act(snapshot);
    });
    return told;
}

inline Told runAll(Trainer& trainer) {
    return runAll(trainer, [](const Snapshot&) {});
}

} // namespace latentscape::test
