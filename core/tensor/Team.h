// The threads that compute with one calling thread (Threads.h): they wait for the parts of one job after
// the other. Not OpenMP's, because those make the caller wait until each of them has had its turn: beside any
// other work on the machine that is a time slice of the scheduler for each layer of each step. Here the
// caller takes a part itself that no worker has begun yet, so that a worker without a core costs nothing.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <thread>
#include <vector>

namespace latentscape {

class Team {
public:
    using Job = void (*)(const void* context, int part);

    // Starts `workers` threads beside the caller.
    explicit Team(int workers);
    ~Team();
    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

    int workers() const { return static_cast<int>(m_workers.size()); }

    // job(context, part) for each part in [0, parts), parts <= workers() + 1; the caller takes part 0 and a
    // worker each other one where it can: always the same worker the same part. Blocks until all are done,
    // then throws what the first failing part threw.
    void run(int parts, Job job, const void* context);

private:
    enum State : std::uint32_t { Idle, Asleep, Offered, Taken, Ended };
    struct alignas(64) Worker {
        std::atomic<std::uint32_t> state{Idle};
        std::exception_ptr error;
        std::thread thread;
    };

    void work(Worker& worker, int part);
    void runPart(Worker& worker, int part) noexcept;

    std::vector<std::unique_ptr<Worker>> m_workers;
    Job m_job = nullptr;
    const void* m_context = nullptr;
};

} // namespace latentscape
