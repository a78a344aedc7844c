#include "core/tensor/Threads.h"

#include "core/tensor/Team.h"

#include <algorithm>
#include <memory>
#include <thread>

#ifdef __SSE__
#include <pmmintrin.h>
#include <xmmintrin.h>
#endif

namespace latentscape {

namespace {

struct Computing {
    int threads = machineThreads();
    bool insidePart = false;
    std::unique_ptr<Team> team; // once there is work for it
};

thread_local Computing t_computing;

} // namespace

void setComputeThreads(int threads) {
    t_computing.threads = threads > 0 ? std::min(threads, kMaxComputeThreads) : machineThreads();
#ifdef __SSE__
    _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON);
    _MM_SET_DENORMALS_ZERO_MODE(_MM_DENORMALS_ZERO_ON);
#endif
}

int machineThreads() {
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMaxComputeThreads);
}

int computeThreads() {
    return t_computing.threads;
}

void runParts(int parts, void (*job)(const void* context, int part), const void* context) {
    Computing& computing = t_computing;
    if (parts <= 1 || computing.insidePart || computing.threads == 1) { // a worker has no workers of its own
        for (int part = 0; part < parts; ++part) {
            job(context, part);
        }
        return;
    }
    if (!computing.team || computing.team->workers() != computing.threads - 1) {
        computing.team.reset();
        computing.team = std::make_unique<Team>(computing.threads - 1);
    }
    computing.insidePart = true;
    try {
        computing.team->run(parts, job, context);
    } catch (...) {
        computing.insidePart = false;
        throw;
    }
    computing.insidePart = false;
}

} // namespace latentscape
