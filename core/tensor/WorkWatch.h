// How a caller follows work that takes long, and ends it early. Called on the thread that works.
#pragma once

#include "core/tensor/Error.h"

#include <cstdint>
#include <functional>
#include <stop_token>

namespace latentscape {

struct WorkWatch {
    std::stop_token stop = {};
    std::function<void(double share)> progress = {}; // of the work that is done, 0 to 1

    // To be called now and then. Throws Error (Cancelled) when a stop was requested.
    void reached(double share) const {
        if (stop.stop_requested()) {
            throw Error(ErrorKind::Cancelled, "The work was cancelled.");
        }
        if (progress) {
            progress(share);
        }
    }
    void reached(std::int64_t done, std::int64_t total) const {
        reached(static_cast<double>(done) / static_cast<double>(total));
    }
};

} // namespace latentscape
