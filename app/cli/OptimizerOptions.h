// The options that choose an optimizer, for each command that trains.
#pragma once

#include "core/nn/Optimizer.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace latentscape {

struct OptimizerOptions {
    std::optional<std::string> optimizer;
    std::optional<float> momentum;
    bool nesterov = false;
    std::optional<float> beta1;
    std::optional<float> beta2;
    std::optional<float> weightDecay;
    std::optional<float> clipNorm;
};

void addOptimizerOptions(CLI::App& command, OptimizerOptions& options);

// Another optimizer than the configuration's begins with what is customary for it. Throws Error (Usage) for
// an option that does not apply to the optimizer.
void take(const OptimizerOptions& given, OptimizerConfig& config);
// Throws Error (Usage) when an option that was given differs.
void requireSame(const OptimizerOptions& given, const OptimizerConfig& config);

} // namespace latentscape
