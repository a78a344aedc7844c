// Settings that each say how strongly something is done, known by their names in files and on the command
// line: "shift=2,flip". A struct of floats with a table of them, an array of Strength.
#pragma once

#include "core/tensor/Error.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latentscape {

template <typename Config> struct Strength {
    const char* name;
    float Config::*value; // 0: not at all
    float most;
    float usual; // what a name without a number stands for
};

// "0.1", not "0.10000000149".
std::string shortestText(float value);

// The names in "shift=2,flip" with their numbers if they have one. Throws Error (Usage) for what is none.
std::vector<std::pair<std::string, std::optional<float>>> namedNumbers(const std::string& text,
                                                                       const char* what);

// Throws Error (Usage) naming the setting that is out of range.
template <typename Settings, typename Config>
void requireInRange(const Settings& settings, const Config& config, const char* what) {
    for (const auto& setting : settings) {
        if (const float value = config.*setting.value; !(value >= 0 && value <= setting.most)) {
            throw Error(ErrorKind::Usage, "The " + std::string(what) + " " + setting.name + " is " +
                                              shortestText(value) + "; it must be between 0 and " +
                                              shortestText(setting.most) + ".");
        }
    }
}

// "shift=2,rotate=10,flip" and back; "" and "none" are nothing. Throws Error (Usage) naming what is wrong.
template <typename Config, typename Settings>
Config strengthsFromText(const Settings& settings, const std::string& text, const char* what) {
    Config config;
    if (text == "none") {
        return config;
    }
    for (const auto& [name, number] : namedNumbers(text, what)) {
        const auto setting = std::ranges::find_if(
            settings, [&name](const auto& s) { return std::string_view(s.name) == name; });
        if (setting == settings.end()) {
            std::string names;
            for (const auto& known : settings) {
                names += (names.empty() ? "" : ", ") + std::string(known.name);
            }
            throw Error(ErrorKind::Usage,
                        "There is no " + std::string(what) + " \"" + name + "\"; there are " + names + ".");
        }
        config.*setting->value = number.value_or(setting->usual);
    }
    requireInRange(settings, config, what);
    return config;
}

template <typename Settings, typename Config>
std::string strengthsToText(const Settings& settings, const Config& config) {
    std::string text;
    for (const auto& setting : settings) {
        if (const float value = config.*setting.value; value != 0) {
            text += (text.empty() ? "" : ",") + std::string(setting.name) + "=" + shortestText(value);
        }
    }
    return text.empty() ? "none" : text;
}

} // namespace latentscape
