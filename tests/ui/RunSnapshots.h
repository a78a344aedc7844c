// Snapshots of a run that never was, for tests of what shows them.
#pragma once

#include "core/train/Snapshot.h"

namespace latentscape {

// A hundred steps an epoch; from step `from` on, the loss falls as 100 / step.
inline Snapshot snapshotOfSteps(std::int64_t from, std::int64_t to) {
    Snapshot snapshot;
    for (std::int64_t step = from; step < to; ++step) {
        const float loss = 200 + 100 / static_cast<float>(step + 1);
        snapshot.losses.push_back({step, static_cast<double>(step) / 100, {loss, loss - 10, 10}});
    }
    snapshot.step = to;
    snapshot.totalSteps = 1000;
    snapshot.totalEpochs = 10;
    snapshot.epoch = static_cast<double>(to) / 100;
    snapshot.imagesPerSecond = 61234;
    snapshot.secondsLeft = 62;
    return snapshot;
}

inline EpochResult epochResult(std::int64_t epoch, float heldOut, std::vector<float> klPerLatent) {
    EpochResult result;
    result.epoch = epoch;
    result.step = 100 * epoch;
    result.train = {heldOut - 2, heldOut - 12, 10};
    result.heldOut = {heldOut, heldOut - 10, 10};
    result.klPerLatent = std::move(klPerLatent);
    return result;
}

} // namespace latentscape
