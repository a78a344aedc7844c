#include "core/nn/GradientNorm.h"

#include "core/tensor/Threads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace latentscape {
namespace {

// Small parameters are left whole, the large one is cut; 3 and 5 units don't divide evenly.
ParameterStore& store() {
    static ParameterStore parameters;
    if (parameters.parameters().empty()) {
        parameters.declare("small.weight", {3, 7}, {1.0f});
        parameters.declare("large.weight", {50, 1000}, {1.0f});
        parameters.declare("large.bias", {5}, {1.0f});
        parameters.allocate();
    }
    for (std::size_t i = 0; i < parameters.parameters().size(); ++i) {
        std::ranges::fill(parameters.gradient(i), 0.5f);
    }
    return parameters;
}

TEST(GradientNormTest, IsTheSumOfAllSquaresOnAnyNumberOfThreads) {
    for (const int threads : {1, 2, 3}) {
        setComputeThreads(threads);
        EXPECT_FLOAT_EQ(squaredGradientNorm(store()), 0.25f * (21 + 50'000 + 5)) << threads;
    }
    setComputeThreads(1);
}

TEST(GradientNormTest, OneBadGradientAnywhereMakesItNotFinite) {
    setComputeThreads(3);
    for (const float bad : {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN(),
                            1e30f}) { // whose square is infinite
        for (std::size_t i = 0; i < 3; ++i) {
            ParameterStore& parameters = store();
            parameters.gradient(i).back() = bad;
            EXPECT_FALSE(std::isfinite(squaredGradientNorm(parameters))) << i;
        }
    }
    setComputeThreads(1);
}

TEST(GradientNormTest, OnlyWhatIsTooLargeIsScaledDown) {
    EXPECT_EQ(clippingScale(25, 0), 1);
    EXPECT_EQ(clippingScale(25, 5.1f), 1);
    EXPECT_FLOAT_EQ(clippingScale(25, 2), 0.4f);
    EXPECT_EQ(clippingScale(0, 2), 1);
    EXPECT_FLOAT_EQ(clippingScale(0, 1e-9f), 1e-3f);
}

TEST(GradientNormTest, FadesWhereLeastOfItArrivesWithinANetwork) {
    ParameterStore parameters;
    for (const char* name : {"encoder.0.weight", "encoder.2.weight", "decoder.0.weight", "dead.0.weight"}) {
        parameters.declare(name, {4, 6}, {1.0f});
    }
    parameters.declare("encoder.0.bias", {4}, {1.0f});
    parameters.declare("encoder.1.running_mean", {4, 4}, {}, Trained::No);
    parameters.allocate();
    EXPECT_EQ(gradientFade(parameters).share, 1); // no gradient at all
    const auto set = [&](std::size_t index, float value) {
        std::ranges::fill(parameters.gradient(index), value);
    };
    set(0, 0.01f);
    set(1, -1);
    set(2, 1e-6f); // of a network of its own
    const GradientFade fade = gradientFade(parameters);
    EXPECT_FLOAT_EQ(fade.share, 0.01f);
    EXPECT_EQ(fade.weights, "encoder.0.weight");
}

} // namespace
} // namespace latentscape
