// What a model is and what a training step of it costs, told from its configuration alone: nothing is
// allocated and nothing is run.
#pragma once

#include "core/models/ModelConfig.h"
#include "core/nn/Optimizer.h"

#include <string>
#include <vector>

namespace latentscape {

struct ModelSummary {
    struct Layer {
        std::string network; // "encoder"
        std::string name;    // "dense", "conv2d 4x4/2"
        Shape output;        // of one image
        std::int64_t parameters = 0;
        double forwardFlops = 0; // of a step, on average when a GAN's are not all alike
        double backwardFlops = 0;
    };
    // In bytes. What layers pack and oneDNN's scratchpads come on top of it.
    struct Memory {
        std::int64_t weights = 0; // with the statistics that layers keep
        std::int64_t gradients = 0;
        std::int64_t optimizer = 0;
        std::int64_t activations = 0; // the batch, what stands between the layers, and its gradients
        std::int64_t total() const { return weights + gradients + optimizer + activations; }
    };

    std::vector<Layer> layers;
    std::int64_t parameters = 0;
    double flops = 0; // of the products of a step, forwards and backwards
    Memory memory;
};

// For a step on `batch` images, with so many samples of a VAE's latent an image. Floating-point operations
// are those of the products, a multiplication and an addition counting two; what is done once for each value
// does not count. Throws Error (Usage) as validate(config) does.
ModelSummary summarise(const ModelConfig& config, const OptimizerConfig& optimizer, std::int64_t batch,
                       std::int64_t samples = 1);

// The networks in a few words: "784-400-20-400-784" when all layers are dense, else
// "2 conv, 1 dense - 16 - 1 dense, 2 conv".
std::string describeBriefly(const ModelConfig& config);

} // namespace latentscape
