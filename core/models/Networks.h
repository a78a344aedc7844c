// The networks of a model as layers, with what the model adds to what its configuration says.
#pragma once

#include "core/models/ModelConfig.h"
#include "core/nn/Sequential.h"

namespace latentscape {

// Image [height, width, channels] -> features -> mean and logvar, [2 latent], in one product.
Sequential makeEncoder(const ModelConfig& config);
// Latent -> image, as logits (Bernoulli) or as values in [0, 1] (Gaussian).
Sequential makeDecoder(const ModelConfig& config);

Shape imageShape(const ModelConfig& config); // [height, width, channels]

} // namespace latentscape
