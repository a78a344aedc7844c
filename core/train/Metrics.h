// What a trained model is worth on a data set.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/Model.h"
#include "core/tensor/WorkWatch.h"

#include <vector>

namespace latentscape {

struct Evaluation {
    Losses losses{};                // one z sample an image, or as many as the controls say
    std::vector<float> klPerLatent; // nats, mean over images, [latent]; empty for a GAN
};

// With the controls as they are by default a VAE's total is the negative ELBO itself. Batches of 500.
Evaluation evaluate(Model& model, const Dataset& data, std::uint64_t seed, const StepControls& controls = {},
                    const WorkWatch& watch = {});

// Latents with a mean KL above this are in use ("active"); the others are dead.
inline constexpr float kActiveKl = 0.01f;
int activeLatents(const std::vector<float>& klPerLatent);

// E[z|x] of the first `limit` images (0: of all), in their order: [n, latent].
Tensor posteriorMeans(Model& model, const Dataset& data, std::int64_t limit = 0, const WorkWatch& watch = {});

// The latents whose posterior mean varies over the images, Cov_x(E[z|x]) > 0.01: Burda et al. 2016,
// "Importance weighted autoencoders", section 5.1. means [n, latent].
inline constexpr double kActiveVariance = 0.01;
int activeUnits(const Tensor& means);

} // namespace latentscape
