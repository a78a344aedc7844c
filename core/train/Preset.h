// The settings to start from: the JSON files of resources/presets/, which are built into the program.
#pragma once

#include "core/train/TrainConfig.h"

#include <string>
#include <vector>

namespace latentscape {

struct Preset {
    std::string name;    // "dense-400": its file's name
    std::string title;   // "VAE, dense 400"
    std::string summary; // one sentence for a tooltip
    TrainConfig config;
};

// In the order in which to offer them.
const std::vector<Preset>& presets();
// Throws Error (Usage) listing the names there are.
const Preset& findPreset(const std::string& name);

// The one to begin with on images of this shape: dense layers learn small grey images within a second, larger
// ones and colours want convolutions.
const Preset& fittingPreset(const ImageShape& images);

// A preset file: {"position", "title", "summary", "settings"}, the settings those of TrainConfig that differ
// from the defaults. Throws Error (Input) naming the key.
Preset presetFromJson(const std::string& name, const std::string& json);

} // namespace latentscape
