// Model and optimizer settings as JSON objects, as they stand in config.json and in every checkpoint.
#pragma once

#include "core/models/ModelConfig.h"
#include "core/nn/Optimizer.h"

#include <string>

namespace latentscape {

std::string toJson(const ModelConfig& config);
std::string toJson(const OptimizerConfig& config);

// Throw Error (Input) naming the key that is missing, unknown, of another type or out of range.
ModelConfig modelConfigFromJson(const std::string& text);
OptimizerConfig optimizerConfigFromJson(const std::string& text);

} // namespace latentscape
