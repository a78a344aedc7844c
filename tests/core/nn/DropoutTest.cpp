// Dropout: how much it drops, that evaluation passes through, and that its masks go on where a saved run
// stopped.
#include "core/nn/Dropout.h"

#include "core/tensor/Threads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace latentscape {
namespace {

constexpr std::int64_t kWidth = 2003;

struct Dropping {
    explicit Dropping(std::uint64_t seed, float probability = 0.3f)
        : layer(probability) {
        layer.declare({kWidth}, store, "net.0");
        store.allocate();
        Random random(seed, kInitStream);
        store.initialise(random);
        std::ranges::fill(x.values(), 1.0f);
    }
    std::vector<float> output(Mode mode = Mode::Train) {
        layer.forward(x, y, mode);
        return {y.values().begin(), y.values().end()};
    }

    ParameterStore store;
    Dropout layer;
    Tensor x{Shape{51, kWidth}};
    Tensor y{Shape{51, kWidth}};
};

TEST(DropoutTest, DropsItsShareAndKeepsTheMean) {
    Dropping dropping(1);
    const std::vector<float> y = dropping.output();
    const auto dropped = static_cast<double>(std::ranges::count(y, 0.0f)) / static_cast<double>(y.size());
    EXPECT_NEAR(dropped, 0.3, 0.005); // three standard deviations
    EXPECT_EQ(std::ranges::count(y, 1.0f / 0.7f) + std::ranges::count(y, 0.0f), std::ssize(y));
    const double mean = std::accumulate(y.begin(), y.end(), 0.0) / static_cast<double>(y.size());
    EXPECT_NEAR(mean, 1, 0.007); // as in evaluation, where nothing is dropped
}

TEST(DropoutTest, EvaluationPassesThrough) {
    Dropping dropping(1);
    const std::vector<float> before(dropping.store.values().begin(), dropping.store.values().end());
    EXPECT_EQ(std::ranges::count(dropping.output(Mode::Evaluate), 1.0f), dropping.x.size());
    EXPECT_TRUE(std::ranges::equal(dropping.store.values(), before));
}

TEST(DropoutTest, MasksDifferFromStepToStepAndFromSeedToSeed) {
    Dropping one(1);
    Dropping other(2);
    const std::vector<float> first = one.output();
    EXPECT_NE(first, one.output());
    EXPECT_NE(first, other.output());
}

TEST(DropoutTest, GoesOnWithTheMasksThatASavedRunWouldHaveHad) {
    Dropping one(1);
    one.output();
    Dropping resumed(2);
    std::ranges::copy(one.store.values(), resumed.store.mutableValues().begin());
    EXPECT_EQ(one.output(), resumed.output());
}

TEST(DropoutTest, TheNumberOfThreadsChangesNoMask) {
    Dropping one(1);
    Dropping two(1);
    setComputeThreads(1);
    const std::vector<float> alone = one.output();
    setComputeThreads(2);
    EXPECT_EQ(alone, two.output());
    setComputeThreads(0);
}

} // namespace
} // namespace latentscape
