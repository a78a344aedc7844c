// --threads, of the commands that compute.
#pragma once

#include "core/tensor/Threads.h"

#include <CLI/CLI.hpp>

namespace latentscape {

// An int, or an optional one that says whether it was given.
template <typename Threads> void addThreadsOption(CLI::App& command, Threads& threads) {
    command.add_option("--threads", threads, "Processor threads; 0: all")
        ->check(CLI::Range(0, kMaxComputeThreads));
}

} // namespace latentscape
