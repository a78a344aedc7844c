// Options that were given or not, and the settings they are for.
#pragma once

#include "core/tensor/Error.h"

#include <optional>
#include <string>
#include <vector>

namespace latentscape {

template <typename T> void take(const std::optional<T>& given, T& setting) {
    setting = given.value_or(setting);
}

// Throws Error (Usage) when a run that is resumed was given another value than it has.
template <typename T> void requireSame(const char* option, const std::optional<T>& given, const T& setting) {
    if (given && *given != setting) {
        throw Error(ErrorKind::Usage,
                    std::string(option) +
                        " cannot change when a run is resumed; leave it out, or start another run "
                        "in another folder");
    }
}

// The names of an array of (value, name) pairs, for CLI::IsMember.
template <typename Names> std::vector<std::string> namesOf(const Names& names) {
    std::vector<std::string> all;
    for (const auto& [value, name] : names) {
        all.emplace_back(name);
    }
    return all;
}

// The value of the name that was given; else the setting.
template <typename Names, typename Value>
Value valueOf(const Names& names, const std::optional<std::string>& given, Value setting) {
    for (const auto& [value, name] : names) {
        if (given == name) {
            return value;
        }
    }
    return setting;
}

// The name of a value that has one.
template <typename Names, typename Value> const char* nameIn(const Names& names, Value wanted) {
    for (const auto& [value, name] : names) {
        if (value == wanted) {
            return name;
        }
    }
    return "";
}

} // namespace latentscape
