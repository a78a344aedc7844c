// What other threads ask of a Trainer, which reads it at step boundaries. Owned by it; any thread.
#pragma once

#include "core/models/Model.h"
#include "core/train/TrainConfig.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace latentscape {

struct TrainerRequests {
    struct Wishes { // each is taken once
        std::optional<TrainConfig> settings;
        std::optional<StepPart> oneStep;
        bool checkpoint = false;
        bool newSamples = false;
    };

    std::mutex mutex;
    std::condition_variable_any changed;
    Wishes wishes;
    bool paused = false;
    std::atomic<bool> any = true; // a step without a request takes no lock

    template <typename Change> void ask(const Change& change) {
        {
            const std::lock_guard lock(mutex);
            change(*this);
            any = true;
        }
        changed.notify_all();
    }

    // To be fulfilled without the lock: it may take long, and whoever asks meanwhile must not wait for it.
    Wishes take() {
        const std::lock_guard lock(mutex);
        Wishes taken = std::exchange(wishes, {});
        if (!paused) {
            taken.oneStep.reset();
        }
        return taken;
    }
};

} // namespace latentscape
