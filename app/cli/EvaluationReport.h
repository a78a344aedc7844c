// What `evaluate` says of a model beside its losses, for programs and for people.
#pragma once

#include "app/cli/LatentOptions.h"

#include <nlohmann/json.hpp>

#include <string>

namespace latentscape {

struct EvaluationReport {
    nlohmann::ordered_json json;
    std::string text; // lines
};

// {"sigma"} of a VAE that learns the variance of its pixels.
void reportVariance(EvaluationReport& report, const Checkpoint& checkpoint);

// {"nll_samples", "test_nll", "test_nll_standard_error"}, with progress on a terminal.
void reportLikelihood(EvaluationReport& report, Model& model, const Dataset& heldOut, std::int64_t samples,
                      std::uint64_t seed);

// {"mse", "psnr", "ssim"} of held-out images and their reconstructions, {"active_units"} of a VAE, and
// {"mig", "factor_vae_score"} where the images' factors are known. A GAN, which has to search for each
// latent, reconstructs a few images only.
void reportReconstructions(EvaluationReport& report, Model& model, const Dataset& heldOut,
                           std::uint64_t seed);

// {"samples": {...}}: so many of them, in the features of the data set's own classifier, which is trained
// first where it is not in the cache. `data` as they are, not binarised: a decoder makes expected values,
// which are judged beside real ones. Throws Error (Input) when the images have no labels.
void reportSamples(EvaluationReport& report, const TrainedModel& trained, const LoadedData& data,
                   const LatentOptions& latents, std::int64_t count, std::uint64_t seed);

} // namespace latentscape
