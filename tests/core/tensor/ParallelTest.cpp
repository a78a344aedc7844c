#include "core/tensor/Parallel.h"

#include <atomic>
#include <gtest/gtest.h>
#include <stdexcept>
#include <thread>
#include <vector>

namespace latentscape {
namespace {

TEST(ParallelTest, EachPartRunsOnceOverManyJobs) {
    setComputeThreads(4);
    std::vector<std::int64_t> runs(4);
    for (int job = 0; job < 20'000; ++job) {
        parallelParts(4, [&](int part) { ++runs[static_cast<std::size_t>(part)]; });
    }
    EXPECT_EQ(runs, std::vector<std::int64_t>(4, 20'000));
}

TEST(ParallelTest, WakesWorkersThatFellAsleep) {
    setComputeThreads(3);
    std::atomic<int> runs = 0;
    for (int job = 0; job < 5; ++job) {
        parallelParts(3, [&](int) { ++runs; });
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    EXPECT_EQ(runs, 15);
}

TEST(ParallelTest, PartsCoverTheRangeOnce) {
    for (const std::int64_t count : {0, 1, 15, 16, 17, 784, 1000}) {
        for (const int parts : {1, 2, 3, 7, 64}) {
            std::int64_t next = 0;
            for (int part = 0; part < parts; ++part) {
                const auto [first, last] = partOf(count, part, parts);
                EXPECT_EQ(first, next);
                EXPECT_TRUE(first % 16 == 0 || first == count);
                next = last;
            }
            EXPECT_EQ(next, count);
        }
    }
}

TEST(ParallelTest, SumsWhatThePartsGive) {
    setComputeThreads(3);
    const double sum = parallelSum(1000, 16, [](std::int64_t first, std::int64_t last) {
        return static_cast<double>((last - first) * (first + last - 1)) / 2;
    });
    EXPECT_EQ(sum, 499'500);
}

TEST(ParallelTest, ThrowsWhatAPartThrewAndWorksOn) {
    setComputeThreads(2);
    for (int failing = 0; failing < 2; ++failing) {
        EXPECT_THROW(parallelParts(2,
                                   [&](int part) {
                                       if (part == failing) {
                                           throw std::runtime_error("no");
                                       }
                                   }),
                     std::runtime_error);
    }
    std::atomic<int> runs = 0;
    parallelParts(2, [&](int) { ++runs; });
    EXPECT_EQ(runs, 2);
}

TEST(ParallelTest, InsideAPartRunsOnTheSameThread) {
    setComputeThreads(2);
    std::atomic<int> runs = 0;
    parallelParts(2, [&](int) {
        const auto outer = std::this_thread::get_id();
        parallelParts(2, [&](int) {
            EXPECT_EQ(std::this_thread::get_id(), outer);
            ++runs;
        });
    });
    EXPECT_EQ(runs, 4);
}

TEST(ParallelTest, EachCallingThreadHasItsOwnWorkers) {
    std::atomic<int> runs = 0;
    const auto caller = [&] {
        setComputeThreads(2);
        for (int job = 0; job < 1000; ++job) {
            parallelParts(2, [&](int) { ++runs; });
        }
    };
    std::thread a(caller);
    std::thread b(caller);
    a.join();
    b.join();
    EXPECT_EQ(runs, 4000);
}

} // namespace
} // namespace latentscape
