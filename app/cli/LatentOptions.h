// Where the latents of samples come from: options that several commands share.
#pragma once

#include "app/cli/CommandInputs.h"
#include "core/train/Latents.h"

#include <CLI/App.hpp>
#include <optional>
#include <string>

namespace latentscape {

struct LatentOptions {
    std::string from = "prior"; // or "fitted", or the name of a picture
    std::optional<int> components;

    bool isPicture() const; // that says which latents it was made of
};

// `orPicture`: --from may name one.
void addLatentOptions(CLI::App& command, LatentOptions& options, bool orPicture = false);

// Throws Error (Usage) when an option was given that does not apply, or data are missing that it needs.
void validate(const LatentOptions& options, const TrainedModel& trained, bool dataGiven);

LatentChoice choiceOf(const LatentOptions& options);

} // namespace latentscape
