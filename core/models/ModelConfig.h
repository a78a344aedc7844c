// What a model is made of: enough to build it again. Plain data, saved as JSON with every checkpoint.
#pragma once

#include "core/tensor/Image.h"

#include <cstdint>
#include <string>
#include <vector>

namespace latentscape {

enum class Likelihood {
    Bernoulli, // pixels in [0, 1] as probabilities: binary cross-entropy
    Gaussian,  // unit variance: half the squared error
};

struct ModelConfig {
    ImageShape image;
    std::vector<std::int64_t> hidden{400}; // widths of the encoder; the decoder mirrors them
    std::int64_t latent = 20;
    Likelihood likelihood = Likelihood::Bernoulli;

    bool operator==(const ModelConfig&) const = default;
};

// "784-400-20-400-784", for people.
std::string describe(const ModelConfig& config);

// Throws Error (Usage) naming the setting that is out of range: sizes 1..65536, at most 32 layers, at most
// 2^28 parameters.
void validate(const ModelConfig& config);

std::int64_t parameterCount(const ModelConfig& config);

} // namespace latentscape
