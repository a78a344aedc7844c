#include "core/nn/WeightAverage.h"

#include "core/tensor/Threads.h"
#include "tests/core/golden/Golden.h"

#include <algorithm>

namespace latentscape {
namespace {

TEST(WeightAverageGolden, IsThatOfPyTorch) {
    const auto& g = golden()["weight_average"];
    const std::vector<float> start = floats(g["start"]);
    for (const auto& c : g["cases"]) {
        ParameterStore store, average;
        for (ParameterStore* one : {&store, &average}) {
            one->declare("w", {static_cast<std::int64_t>(start.size())}, {});
            one->allocate();
            std::ranges::copy(start, one->mutableValue(0).begin());
        }
        for (std::size_t step = 0; step < g["weights"].size(); ++step) {
            std::ranges::copy(floats(g["weights"][step]), store.mutableValue(0).begin());
            averageWeights(store, static_cast<std::int64_t>(step), c["decay"], average);
            expectGolden(average.value(0), c["averages"][step],
                         "decay " + c["decay"].dump() + ", step " + std::to_string(step));
        }
    }
}

// A large parameter is cut among the threads, a small one is not; all of both are averaged.
TEST(WeightAverageTest, CoversEveryParameterOnAnyNumberOfThreads) {
    for (const int threads : {1, 2, 3}) {
        setComputeThreads(threads);
        ParameterStore store, average;
        for (ParameterStore* one : {&store, &average}) {
            one->declare("small", {3, 7}, {});
            one->declare("large", {50, 1000}, {});
            one->declare("statistic", {5}, {}, Trained::No);
            one->allocate();
        }
        std::ranges::fill(store.mutableValue(0), 1.0f);
        std::ranges::fill(store.mutableValue(1), 1.0f);
        std::ranges::fill(store.mutableValue(2), 1.0f);
        averageWeights(store, 0, 0.999f, average); // the first step's decay is 0.1
        for (const Parameter& p : store.parameters()) {
            const float expected = p.trained == Trained::Yes ? 0.9f : 1.0f;
            EXPECT_TRUE(std::ranges::all_of(average.values().subspan(p.offset, p.count),
                                            [&](float v) { return v == expected; }))
                << p.name << ", " << threads;
        }
    }
    setComputeThreads(1);
}

} // namespace
} // namespace latentscape
