// The options of a model and of what it minimises, for each command that trains.
#pragma once

#include "app/cli/GanOptions.h"
#include "core/train/TrainConfig.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace latentscape {

struct ModelOptions {
    std::optional<std::int64_t> latent;
    std::optional<float> beta;
    std::optional<std::int64_t> samples;
    std::optional<float> freeBits;
    std::optional<std::string> likelihood;
    GanOptions gan;
    std::optional<std::string> precision;
    bool conditional = false;
};

void addModelOptions(CLI::App& command, ModelOptions& options);

// Throws Error (Usage) when one was given that is not for this kind of model.
void take(const ModelOptions& given, TrainConfig& config);
// Throws Error (Usage) when an option that was given differs.
void requireSame(const ModelOptions& given, const TrainConfig& config);

// On standard error, when products are computed in another precision than the one that is wished.
void tellPrecision(Precision wished);

} // namespace latentscape
