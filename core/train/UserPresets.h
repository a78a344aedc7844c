// Presets that users keep beside the built-in ones: files of the same form in
// $XDG_DATA_HOME/latentscape/presets, by whose names they go.
#pragma once

#include "core/train/Preset.h"

#include <filesystem>

namespace latentscape {

struct UserPresets {
    std::vector<Preset> presets;       // by title
    std::vector<std::string> problems; // "FILE: why" of each file that is no preset
};

std::filesystem::path userPresetFolder();
UserPresets userPresets();

// The built-in preset or the user's of that name, or the one in the file when it is a path or ends in
// ".json". Throws Error (Usage) listing the names there are; (Input) naming file and key.
Preset openPreset(const std::string& nameOrFile);

// The name by which openPreset() knows what it is given, whether it is there or not.
std::string presetName(const std::string& nameOrFile);

// "My 64 latents" -> "my-64-latents". Empty when the title has no letter or digit to make a name of.
std::string presetNameFromTitle(const std::string& title);

// Keeps model and training, but neither data, nor threads, under presetNameFromTitle(title); a preset of the
// user's that has this name is replaced. Throws Error (Usage) when there is no name in the title or a
// built-in preset has it, (Io) naming the file. Returns the preset as it is read again.
Preset saveUserPreset(const std::string& title, const TrainConfig& config);

} // namespace latentscape
