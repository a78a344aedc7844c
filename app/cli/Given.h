// Options that were given or not, and the settings they are for.
#pragma once

#include "core/tensor/Error.h"

#include <optional>
#include <string>

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

} // namespace latentscape
