// --class: of which class a conditional model's images are to be; an option that several commands share.
#pragma once

#include "core/models/ModelConfig.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace latentscape {

// Its name, or its number as labels have it.
using ClassOption = std::optional<std::string>;

void addClassOption(CLI::App& command, ClassOption& option, const std::string& otherwise);

// Throws Error (Usage) when the model knows no such class, or none at all.
std::uint16_t classNamed(const std::string& name, const ModelConfig& model);

// `labels`, or as many of the class that was given.
std::vector<std::uint16_t> asAsked(const ClassOption& option, const ModelConfig& model,
                                   std::vector<std::uint16_t> labels, std::size_t count);

} // namespace latentscape
