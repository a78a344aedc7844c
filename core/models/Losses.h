// What a step tells about how well a model does: up to four numbers, whose meaning depends on the model.
#pragma once

#include "core/models/ModelConfig.h"

#include <array>
#include <span>

namespace latentscape {

// In the order of lossNames(); those beyond are zero.
//   VAE: total, reconstruction and KL, in nats an image.
//   GAN: the discriminator's and the generator's loss, and the mean probability of being real that the
//        discriminator gives to real and to made images.
// Of one step, or the means over a data set.
using Losses = std::array<float, 4>;
// The same, summed over images.
using LossSums = std::array<double, 4>;

// "total", "reconstruction", "kl": columns of a table. The first is what training makes small.
std::span<const char* const> lossNames(ModelKind kind);

// What made a step's first loss not finite: another loss, their sum, or a gradient.
std::string causeOfDivergence(const Losses& losses, ModelKind kind);

} // namespace latentscape
