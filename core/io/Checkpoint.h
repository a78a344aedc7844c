// Everything needed to go on with a run exactly where it was, or to use its model: one safetensors file.
#pragma once

#include "core/models/Model.h"
#include "core/tensor/Random.h"

#include <filesystem>
#include <string>
#include <vector>

namespace latentscape {

struct Checkpoint {
    ModelConfig model;
    OptimizerConfig optimizer;
    std::string settings = "{}"; // the run's TrainConfig as a JSON object, as core/train writes and reads it
    std::string history = "{}";  // the run's LossHistory likewise; {} if there is none

    // What a window's user made beside the run, as a JSON object that only the window reads; {} if nothing.
    std::string explore = "{}";
    std::string run; // names the run among those that the app keeps; may be empty

    // Weights and optimizer state in the order and with the names of the model's trainables.
    struct Entry {
        std::string name;
        Shape shape;
        std::vector<float> values;
    };
    std::vector<Entry> weights;        // stored as "encoder.0.weight"
    std::vector<Entry> lastWeights;    // stored as "last.encoder.0.weight": what training goes on from,
                                       // when `weights` are those of an earlier, better epoch; else none
    std::vector<Entry> optimizerState; // stored as "optimizer.m.encoder.0.weight"
    std::vector<std::int64_t> optimizerSteps; // of each trainable
    std::vector<float> gradientNorms;         // likewise, of its last step; older files have none

    Random::State random;             // noise of the steps to come
    std::vector<std::uint32_t> order; // this epoch's order of the images, stored as "data.order"
    std::int64_t epoch = 0;           // epochs finished
    std::int64_t cursor = 0;          // images taken in this epoch
    LossSums epochLosses{};           // summed over them
    std::int64_t step = 0;
    std::int64_t weightsStep = 0; // after which `weights` were as they are
    std::uint32_t dataFingerprint = 0;
};

// Copies a model's weights (not lastWeights) and optimizer into a checkpoint, and back. Throws Error naming
// the first tensor whose name or shape does not fit.
void captureModel(Model& model, Checkpoint& into);
void restoreModel(const Checkpoint& from, Model& model);

// The bytes of its tensors, of which its file is hardly larger.
std::int64_t sizeOf(const Checkpoint& checkpoint);

// CRC-32 of the weights as eight hex digits: names a model in logs and exports.
std::string weightsChecksum(const Checkpoint& checkpoint);

// Atomic. Throws Error (Io).
void saveCheckpoint(const std::filesystem::path& file, const Checkpoint& checkpoint);

// Throws Error (Input) with the reason when the file is not a whole, undamaged checkpoint whose tensors are
// those of its own model configuration.
Checkpoint loadCheckpoint(const std::filesystem::path& file);

} // namespace latentscape
