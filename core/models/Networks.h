// The networks of a model as layers, with what the model adds to what its configuration says.
#pragma once

#include "core/models/ModelConfig.h"
#include "core/nn/ClassLabels.h"
#include "core/nn/Sequential.h"

namespace latentscape {

// Of the vector that stands for a class.
inline constexpr std::int64_t kClassSize = 32;

// Image [height, width, channels] -> features -> mean and logvar in one product, [2 latent] (a VAE's
// encoder), or the logit of being real, [1] (a GAN's discriminator). The layers of a conditional model read
// the classes of their batch in `labels`, which may be left out of a network that is only looked at.
Sequential makeEncoder(const ModelConfig& config, std::shared_ptr<const ClassLabels> labels = nullptr);
// Latent -> image: as logits (Bernoulli) or values in [0, 1] (Gaussian) for a VAE, in [-1, 1] for a GAN.
Sequential makeDecoder(const ModelConfig& config, std::shared_ptr<const ClassLabels> labels = nullptr);

// The learned log sigma of GaussianLearned, [1], after the decoder's own parameters; does nothing for others.
void declareLogSigma(const ModelConfig& config, ParameterStore& store);

Shape imageShape(const ModelConfig& config); // [height, width, channels]

} // namespace latentscape
