// What training tells the world: finished values only, safe to hand to another thread.
#pragma once

#include "core/io/Checkpoint.h"
#include "core/models/Model.h"
#include "core/tensor/Image.h"

#include <memory>
#include <string>
#include <vector>

namespace latentscape {

struct LossPoint {
    std::int64_t step = 0;
    double epoch = 0; // position, e.g. 1.5: half of the second epoch is done
    Losses losses{};
    float learningRate = 0; // in force in this step; a history does not keep
    float beta = 0;         // these two
};

struct EpochResult {
    std::int64_t epoch = 0; // finished epochs, from 1
    std::int64_t step = 0;
    Losses train{};                 // mean over the epoch
    Losses heldOut{};               // on the held-out images, one z sample an image, the total with `beta`
    std::vector<float> klPerLatent; // nats, mean over held-out images, [latent]
    double trainSeconds = 0;        // since the start, training alone
    float beta = 1;                 // weight of the KL term that was in force at its end
};

// A live change of a setting, for a mark on the curve.
struct ControlChange {
    double epoch = 0;
    std::string text; // "beta 0.5 → 1"
};

// Weights of one moment, in the order of the model's ParameterStore::values().
struct Weights {
    std::int64_t step = 0;
    std::vector<float> values;
};

enum class TrainState { Running, Paused, Finished, Stopped, Diverged };

struct Snapshot {
    TrainState state = TrainState::Running;
    std::string message; // why it ended, when that was not asked for

    std::int64_t step = 0;
    std::int64_t totalSteps = 0;
    double epoch = 0;
    double imagesPerSecond = 0;
    double secondsLeft = 0;
    float learningRate = 0; // in force, as the schedule has it
    float beta = 0;         // likewise

    // Everything since the last snapshot; nothing is dropped.
    std::vector<LossPoint> losses;
    std::vector<EpochResult> epochs;
    std::vector<ControlChange> changes;

    // Now and then; null in between.
    std::shared_ptr<const std::vector<Image>> samples; // of the fixed latents
    std::shared_ptr<const Weights> weights;            // also in each snapshot that ends a run
    std::shared_ptr<const Checkpoint> checkpoint;      // when asked for, and in each snapshot that ends a run
};

// Images of latents that are the same in every run with this seed, of a conditional model of each class in
// turn. Another series: other latents.
std::shared_ptr<const std::vector<Image>> drawSamples(Model& model, std::uint64_t seed, std::uint64_t series,
                                                      int count);

// What a run shows that is not going on: losses, samples and weights as they were when its checkpoint was
// made. Builds a model on the calling thread. Throws Error (Input) when the checkpoint holds no such run.
Snapshot snapshotOf(std::shared_ptr<const Checkpoint> checkpoint, int samples);

} // namespace latentscape
