// The options of a GAN's game.
#pragma once

#include "core/models/ModelConfig.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace latentscape {

struct GanOptions {
    std::optional<std::string> loss;
    std::optional<float> labelSmoothing;
    std::optional<float> weightAverage;
    std::optional<std::int64_t> discriminatorSteps;
    std::optional<std::string> differentiableAugmentation;
    bool spectralNorm = false;
};

void addGanOptions(CLI::App& command, GanOptions& options);

// Throws Error (Usage) when one was given for a model that is no GAN.
void take(const GanOptions& given, ModelConfig& config);
// Throws Error (Usage) when an option that was given differs.
void requireSame(const GanOptions& given, const ModelConfig& config);

} // namespace latentscape
