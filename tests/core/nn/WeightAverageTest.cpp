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
        ParameterStore store;
        store.declare("w", {static_cast<std::int64_t>(start.size())}, {});
        store.allocate();
        std::ranges::copy(start, store.mutableValue(0).begin());
        WeightAverage average(store, c["decay"]);
        for (std::size_t step = 0; step < g["weights"].size(); ++step) {
            std::ranges::copy(floats(g["weights"][step]), store.mutableValue(0).begin());
            average.add(store);
            expectGolden(average.values().first(start.size()), c["averages"][step],
                         "decay " + c["decay"].dump() + ", step " + std::to_string(step));
        }
        EXPECT_EQ(average.count(), std::ssize(g["weights"]));
    }
}

// A large parameter is cut among the threads, a small one is not; all of both are averaged.
TEST(WeightAverageTest, CoversEveryParameterOnAnyNumberOfThreads) {
    for (const int threads : {1, 2, 3}) {
        setComputeThreads(threads);
        ParameterStore store;
        store.declare("small", {3, 7}, {});
        store.declare("large", {50, 1000}, {});
        store.declare("statistic", {5}, {}, Trained::No);
        store.allocate();
        WeightAverage average(store, 0.999f);
        std::ranges::fill(store.mutableValue(0), 1.0f);
        std::ranges::fill(store.mutableValue(1), 1.0f);
        std::ranges::fill(store.mutableValue(2), 1.0f);
        average.add(store); // the first step's decay is 0.1
        for (const Parameter& p : store.parameters()) {
            const float expected = p.trained == Trained::Yes ? 0.9f : 1.0f;
            EXPECT_TRUE(std::ranges::all_of(average.values().subspan(p.offset, p.count),
                                            [&](float v) { return v == expected; }))
                << p.name << ", " << threads;
        }
    }
    setComputeThreads(1);
}

TEST(WeightAverageTest, GoesOnExactly) {
    ParameterStore store;
    store.declare("w", {5}, {1.0f});
    store.allocate();
    Random random(1);
    const auto next = [&](WeightAverage& average) {
        store.initialise(random);
        average.add(store);
    };
    WeightAverage whole(store, 0.99f);
    next(whole);
    next(whole);
    WeightAverage restored(store, 0.99f); // begins with other weights
    std::ranges::copy(whole.values(), restored.values().begin());
    restored.setCount(whole.count());
    const Random::State before = random.state();
    next(whole);
    random = Random(before);
    next(restored);
    EXPECT_TRUE(std::ranges::equal(whole.values(), restored.values()));
}

} // namespace
} // namespace latentscape
