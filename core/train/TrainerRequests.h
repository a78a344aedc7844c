// What other threads ask of a Trainer, which reads it at step boundaries. Owned by it; any thread.
#pragma once

#include "core/models/Model.h"
#include "core/train/TrainConfig.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace latentscape {

struct TrainerRequests {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::optional<TrainConfig> settings;
    std::optional<StepPart> oneStep;
    bool paused = false;
    bool checkpoint = false;
    bool newSamples = false;
    std::atomic<bool> any = true; // a step without a request takes no lock

    template <typename Change> void ask(const Change& change) {
        {
            const std::lock_guard lock(mutex);
            change(*this);
            any = true;
        }
        changed.notify_all();
    }
};

} // namespace latentscape
