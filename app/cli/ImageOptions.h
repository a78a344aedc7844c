// The options that say which images of the data are taken, in what form and with which changes, for each
// command that trains.
#pragma once

#include "core/train/TrainConfig.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace latentscape {

struct ImageOptions {
    std::optional<std::int64_t> limit;
    std::optional<int> side;
    std::optional<std::string> fit;
    std::optional<std::string> colour;
    std::optional<std::string> augment;
    std::optional<std::string> binarise;
};

void addImageOptions(CLI::App& command, ImageOptions& options);

// Throws Error (Usage) for a name that is none.
void take(const ImageOptions& given, TrainConfig& config);
// Throws Error (Usage) when an option that was given differs.
void requireSame(const ImageOptions& given, const TrainConfig& config);

} // namespace latentscape
