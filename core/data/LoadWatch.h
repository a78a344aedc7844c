// How a caller follows a load that takes long, and ends it early. Called on the loading thread.
#pragma once

#include "core/tensor/Error.h"

#include <filesystem>
#include <functional>
#include <stop_token>

namespace latentscape {

struct LoadWatch {
    std::stop_token stop;
    std::function<void(const std::filesystem::path& file, double share)>
        progress; // share: 0 to 1 of the file; negative: not known

    // To be called now and then. Throws Error (Cancelled) when a stop was requested.
    void reached(const std::filesystem::path& file, double share) const {
        if (stop.stop_requested()) {
            throw Error(ErrorKind::Cancelled, file.string() + ": loading was cancelled.");
        }
        if (progress) {
            progress(file, share);
        }
    }
};

} // namespace latentscape
