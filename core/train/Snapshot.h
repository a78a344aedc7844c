// What training tells the world: finished values only, safe to hand to another thread.
#pragma once

#include "core/data/Dataset.h"
#include "core/io/Checkpoint.h"
#include "core/models/Model.h"
#include "core/tensor/Image.h"
#include "core/train/TrainingSigns.h"

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
    float gradientNorm = 0; // over all that is learnt, before it is clipped; 0: not known
};

struct EpochResult {
    std::int64_t epoch = 0; // finished epochs, from 1
    std::int64_t step = 0;
    Losses train{};                 // mean over the epoch
    Losses heldOut{};               // on the held-out images, one z sample an image, the total with `beta`
    std::vector<float> klPerLatent; // nats, mean over held-out images, [latent]
    double trainSeconds = 0;        // since the start, training alone
    float beta = 1;                 // weight of the KL term that was in force at its end
    std::int64_t samples = 1;       // of each image's latent, likewise
    TrainingSigns signs;            // of its last step
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

// Pictures that show how far a model is, always of the same latents and of the same images.
struct ProgressPictures {
    std::shared_ptr<const std::vector<Image>> samples;         // null: not drawn
    std::shared_ptr<const std::vector<Image>> reconstructions; // original and output in turn; null likewise
};

struct PictureCounts {
    int samples = 64;
    int reconstructions = 16; // each with its original
    std::uint64_t series = 0; // of the samples' latents: another one has others
};

// Of a moment, which stay in memory: fewer of large images.
PictureCounts keptPictures(const ImageShape& image, std::uint64_t series);

// A point of a run that may be kept, to look back at it or to go on from there.
struct Moment {
    std::shared_ptr<const Checkpoint> checkpoint; // its weights are those of its step
    ProgressPictures pictures;
};

enum class TrainState { Running, Paused, Finished, Stopped, Diverged };

struct Snapshot {
    TrainState state = TrainState::Running;
    std::string message; // why it ended, when that was not asked for

    std::int64_t step = 0;
    std::int64_t totalSteps = 0;
    double epoch = 0;
    std::int64_t totalEpochs = 0;
    double imagesPerSecond = 0;
    double secondsLeft = 0;
    float learningRate = 0; // in force, as the schedule has it
    float beta = 0;         // likewise

    // Everything since the last snapshot; nothing is dropped.
    std::vector<LossPoint> losses;
    std::vector<EpochResult> epochs;
    std::vector<ControlChange> changes;
    std::vector<Moment> moments;

    // Now and then; null in between.
    std::shared_ptr<const std::vector<Image>> samples;         // of the fixed latents, with their weights
    std::shared_ptr<const std::vector<Image>> reconstructions; // with the samples, if there are any
    std::uint64_t series = 0;                                  // of the samples' latents
    std::shared_ptr<const Weights> weights;                    // also in each snapshot that ends a run
    std::shared_ptr<const Checkpoint> checkpoint; // when asked for, and in each snapshot that ends a run
};

// The latents of the samples, [counts.samples, latent]: the same in every run with this seed.
Tensor sampleLatents(const ModelConfig& model, std::uint64_t seed, const PictureCounts& counts);

// Samples of these latents, of a conditional model of each class in turn. Reconstructions of the first images
// of `data`: none without data, or of a GAN, which has no encoder.
ProgressPictures drawProgress(Model& model, const Dataset* data, std::uint64_t seed,
                              const PictureCounts& counts);

// What a run shows that is not going on: losses, pictures and weights as they were when its checkpoint was
// made, with reconstructions of `data`, its held-out images, if there are any. Builds a model on the calling
// thread. Throws Error (Input) when the checkpoint holds no such run.
Snapshot snapshotOf(std::shared_ptr<const Checkpoint> checkpoint, const PictureCounts& counts,
                    const Dataset* data = nullptr);

// What a new run shows that goes on from this moment, with a mark on its curves.
Snapshot branchOf(const Snapshot& moment);

} // namespace latentscape
