// A network as data: a list of layers with their settings, read from JSON and validated. To add a layer: a
// file pair in core/nn/ and a row in the table of NetworkConfig.cpp.
#pragma once

#include "core/nn/Layer.h"
#include "core/tensor/Image.h"
#include "core/tensor/Precision.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace latentscape {

struct LayerConfig {
    std::string kind;                            // "dense", "conv2d", ...
    std::map<std::string, double> settings = {}; // by key; those that are not here have their default

    std::vector<LayerConfig> layers = {}; // that a "residual" adds to its input

    bool operator==(const LayerConfig&) const = default;
};

using NetworkConfig = std::vector<LayerConfig>;

// The value of a setting that says "image": as many units as the image has pixels, or as many channels.
inline constexpr double kLikeImage = 0;

// The layers of a network that reads or makes images of this shape. A rectifier behind a layer that can do it
// on the way is fused into it. Throws Error (Usage) naming layer and setting when that cannot be.
std::vector<std::unique_ptr<Layer>> makeLayers(const NetworkConfig& network, const ImageShape& image,
                                               Precision precision = Precision::F32);

// {"dense", {{"units", width}}}, {"relu"} for each width.
NetworkConfig denseStack(const std::vector<std::int64_t>& widths);

// A JSON list of objects {"layer": kind, key: value, ...}; a "residual" has a list "layers" of its own.
// Reading throws Error (Input) naming the place, the layer and the key that is missing, unknown or out of
// range.
std::string toJson(const NetworkConfig& network);
NetworkConfig networkFromJson(const std::string& json);

} // namespace latentscape
