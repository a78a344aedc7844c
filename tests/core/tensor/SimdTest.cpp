// The functions that vectorise, against the standard library in double precision, over all they are said to
// take.
#include "core/tensor/Simd.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace latentscape {

namespace {

constexpr int kSteps = 100'000;
constexpr double kUlp = std::numeric_limits<float>::epsilon();
constexpr double kTwoPi = 6.283185307179586;

// f(x) for kSteps + 1 values of x in [first, last]; returns the largest.
template <typename F> double largest(double first, double last, const F& f) {
    double most = 0;
    for (int i = 0; i <= kSteps; ++i) {
        most = std::max(most, f(static_cast<float>(first + (last - first) * i / kSteps)));
    }
    return most;
}

double relative(double value, double expected) {
    return std::abs(value - expected) / std::abs(expected);
}

TEST(Simd, ExponentialIsWithinTwoUnitsInTheLastPlace) {
    EXPECT_LE(largest(-87, 88, [](float x) { return relative(fastExp(x), std::exp(double{x})); }), 2 * kUlp);
    EXPECT_EQ(fastExp(-1000), fastExp(-87));
    EXPECT_EQ(fastExp(1000), fastExp(88));
}

TEST(Simd, LogarithmOfOnePlusIsWithinTwoUnitsInTheLastPlace) {
    EXPECT_LE(largest(1e-6, 1, [](float x) { return relative(fastLog1p(x), std::log1p(double{x})); }),
              2 * kUlp);
    EXPECT_EQ(fastLog1p(0), 0);
}

TEST(Simd, LogarithmIsWithinTwoUnitsInTheLastPlaceOrOfOne) {
    const auto error = [](float x) {
        const double expected = std::log(double{x});
        return std::abs(fastLog(x) - expected) / std::max(1.0, std::abs(expected));
    };
    EXPECT_LE(largest(1e-3, 4, error), 2 * kUlp);
    EXPECT_LE(largest(-86, 88, [&](float power) { return error(std::exp(power)); }), 2 * kUlp);
}

TEST(Simd, SquareRootIsWithinTwoUnitsInTheLastPlace) {
    const auto error = [](float x) { return relative(fastSqrt(x), std::sqrt(double{x})); };
    EXPECT_LE(largest(0.5, 4, error), 2 * kUlp);
    EXPECT_LE(largest(-86, 88, [&](float power) { return error(std::exp(power)); }), 2 * kUlp);
    EXPECT_EQ(fastSqrt(0), 0);
    // Less than normal: small, and never more than it should be.
    EXPECT_LE(fastSqrt(1e-40f), 1.1e-20f);
}

TEST(Simd, SineAndCosineOfATurn) {
    EXPECT_LE(largest(0, 1, [](float t) { return std::abs(fastSinCosTurn(t).sine - std::sin(kTwoPi * t)); }),
              1e-7 + kUlp);
    EXPECT_LE(
        largest(0, 1, [](float t) { return std::abs(fastSinCosTurn(t).cosine - std::cos(kTwoPi * t)); }),
        1e-7 + kUlp);
}

} // namespace

} // namespace latentscape
