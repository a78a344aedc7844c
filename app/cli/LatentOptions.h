// Where the latents of samples come from: options that several commands share.
#pragma once

#include "app/cli/CommandInputs.h"

#include <CLI/App.hpp>
#include <optional>
#include <string>

namespace latentscape {

struct LatentOptions {
    std::string from = "prior"; // or "fitted"
    std::optional<int> components;
};

void addLatentOptions(CLI::App& command, LatentOptions& options);

// Throws Error (Usage) when an option was given that does not apply, or data are missing that it needs.
void validate(const LatentOptions& options, const TrainedModel& trained, bool dataGiven);

// [count, latent]: of the prior, or of a mixture of Gaussians that is fitted to the encodings of `train`,
// which are binarised first if the model learnt binarised images.
Tensor drawLatents(const LatentOptions& options, const TrainedModel& trained,
                   std::shared_ptr<const Dataset> train, std::int64_t count, std::uint64_t seed);

} // namespace latentscape
