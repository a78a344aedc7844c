// The log-likelihood of a VAE, estimated by importance sampling (Burda et al. 2016, section 5).
#pragma once

#include "core/data/Dataset.h"
#include "core/models/Model.h"

#include <functional>

namespace latentscape {

struct LikelihoodEstimate {
    double nll = 0;           // nats an image, mean over the images
    double standardError = 0; // of that mean, as another choice of images would change it
    std::int64_t images = 0;
};

// -log 1/k sum_i p(x, z_i) / q(z_i|x) with k = samples draws z_i ~ q(z|x), of the first `images` of the data
// set (0: all). An upper bound on the true value on average, the tighter the more samples. Depends on the
// seed alone. A density for the Gaussians, with their constant. progress(images done) is
// called now and then; when it returns false the estimate ends with the images done. Throws Error (Usage)
// for a GAN.
LikelihoodEstimate estimateLikelihood(Model& model, const Dataset& data, std::uint64_t seed,
                                      std::int64_t samples, std::int64_t images = 0,
                                      const std::function<bool(std::int64_t)>& progress = {});

} // namespace latentscape
