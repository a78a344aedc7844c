// What a model is made of: enough to build it again. Plain data, saved as JSON with every checkpoint.
#pragma once

#include "core/nn/NetworkConfig.h"
#include "core/tensor/Image.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace latentscape {

enum class Likelihood {
    Bernoulli, // pixels in [0, 1] as probabilities: binary cross-entropy
    Gaussian,  // unit variance: half the squared error
};

struct ModelConfig {
    ImageShape image;
    NetworkConfig encoder = denseStack({400}); // from an image to features; mean and logvar are made of these
    NetworkConfig decoder = mirrored({400});   // from a latent to an image
    std::int64_t latent = 20;
    Likelihood likelihood = Likelihood::Bernoulli;

    bool operator==(const ModelConfig&) const = default;

    // A decoder of dense layers, the widths of its encoder in reverse order, then the image.
    static NetworkConfig mirrored(const std::vector<std::int64_t>& widths);
};

// "784-400-20-400-784", for people: what each layer with parameters puts out.
std::string describe(const ModelConfig& config);

// Throws Error (Usage) naming the setting or layer that is out of range or does not fit: sizes 1..65536, at
// most 64 layers, at most 2^28 parameters; the decoder must make images of the shape given.
void validate(const ModelConfig& config);

// The numbers that are learnt. With `withStatistics`, those that layers keep beside them too: all that a
// checkpoint holds. Throws as validate() does.
std::int64_t parameterCount(const ModelConfig& config, bool withStatistics = false);

// The widths of the hidden layers when the encoder is a stack of dense layers with ReLU and the decoder its
// mirror; nothing for any other network.
std::optional<std::vector<std::int64_t>> denseWidths(const ModelConfig& config);
void setDenseWidths(ModelConfig& config, const std::vector<std::int64_t>& widths);

} // namespace latentscape
