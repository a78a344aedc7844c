#include "core/tensor/Team.h"

#include "core/tensor/Threads.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace latentscape {

namespace {

// How often a thread looks before it gives its core away. A training step leaves a worker without work for
// some 20 us at a time, and waking it costs as much; a look takes 10 to 40 ns.
constexpr int kLooks = 10'000;

void pause() {
#ifdef __SSE2__
    _mm_pause();
#endif
}

// False if `done` was false each time.
template <typename Done> bool spin(const Done& done) {
    for (int i = 0; i < kLooks; ++i) {
        if (done()) {
            return true;
        }
        pause();
    }
    return false;
}

} // namespace

Team::Team(int workers) {
    for (int i = 0; i < workers; ++i) {
        m_workers.push_back(std::make_unique<Worker>());
        Worker& worker = *m_workers.back();
        worker.thread = std::thread([this, &worker, part = i + 1] { work(worker, part); });
    }
}

Team::~Team() {
    for (const auto& worker : m_workers) {
        worker->state.store(Ended, std::memory_order_release);
        worker->state.notify_one();
        worker->thread.join();
    }
}

void Team::run(int parts, Job job, const void* context) {
    m_job = job;
    m_context = context;
    for (int part = 1; part < parts; ++part) {
        Worker& worker = *m_workers[static_cast<std::size_t>(part - 1)];
        if (worker.state.exchange(Offered, std::memory_order_acq_rel) == Asleep) {
            worker.state.notify_one();
        }
    }
    std::exception_ptr error;
    try {
        job(context, 0);
    } catch (...) {
        error = std::current_exception();
    }
    for (int part = 1; part < parts; ++part) {
        Worker& worker = *m_workers[static_cast<std::size_t>(part - 1)];
        std::uint32_t offered = Offered;
        if (worker.state.compare_exchange_strong(offered, Taken, std::memory_order_acq_rel)) {
            runPart(worker, part);
        }
        while (!spin([&] { return worker.state.load(std::memory_order_acquire) < Offered; })) {
            std::this_thread::yield(); // the worker may be waiting for this very core
        }
        if (worker.error && !error) {
            error = worker.error;
        }
        worker.error = nullptr;
    }
    if (error) {
        std::rethrow_exception(error);
    }
}

void Team::runPart(Worker& worker, int part) noexcept {
    try {
        m_job(m_context, part);
    } catch (...) {
        worker.error = std::current_exception();
    }
    worker.state.store(Idle, std::memory_order_release);
}

void Team::work(Worker& worker, int part) {
    setComputeThreads(1);
    for (;;) {
        std::uint32_t state = Idle;
        const auto called = [&] {
            state = worker.state.load(std::memory_order_acquire);
            return state >= Offered;
        };
        if (!spin(called)) {
            std::uint32_t idle = Idle;
            worker.state.compare_exchange_strong(idle, Asleep, std::memory_order_acq_rel);
            worker.state.wait(Asleep, std::memory_order_acquire);
            continue;
        }
        if (state == Ended) {
            return;
        }
        std::uint32_t offered = Offered;
        if (worker.state.compare_exchange_strong(offered, Taken, std::memory_order_acq_rel)) {
            runPart(worker, part);
        }
    }
}

} // namespace latentscape
