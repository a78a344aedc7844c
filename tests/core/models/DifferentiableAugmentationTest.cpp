// Each change against what it is by definition: the identity at strength zero, a move by whole pixels, a
// hole, a change of tones; and all of them as an affine map whose transpose the backward pass is.
#include "core/models/DifferentiableAugmentation.h"
#include "core/tensor/Threads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace latentscape {
namespace {

constexpr ImageShape kColour{3, 6, 8};
constexpr ImageShape kGrey{1, 9, 8};
constexpr std::int64_t kBatch = 40;

Tensor noise(const ImageShape& shape, std::uint64_t seed) {
    Tensor images({kBatch, shape.pixels()});
    Random(seed).fillUniform(images.values(), -1, 1);
    return images;
}

double dot(const Tensor& a, const Tensor& b) {
    return std::inner_product(a.values().begin(), a.values().end(), b.values().begin(), 0.0);
}

// With changes that are the same each time.
DifferentiableAugmentation drawn(const DifferentiableAugmentConfig& config, const ImageShape& shape,
                                 std::uint64_t seed = 3) {
    DifferentiableAugmentation augmentation(config, shape);
    Random random(seed);
    augmentation.draw(kBatch, random);
    return augmentation;
}

Tensor changed(const DifferentiableAugmentation& augmentation, const Tensor& images) {
    Tensor out(images.shape());
    augmentation.forward(images, out);
    return out;
}

TEST(DifferentiableAugmentationTest, ZeroStrengthChangesNothing) {
    const auto off = drawn({}, kColour);
    EXPECT_FALSE(off.isOn());
    const Tensor images = noise(kColour, 1);
    EXPECT_TRUE(std::ranges::equal(changed(off, images).values(), images.values()));
    Tensor gradient(images.shape());
    off.backward(images, gradient);
    EXPECT_TRUE(std::ranges::equal(gradient.values(), images.values()));
}

struct Case {
    const char* name;
    DifferentiableAugmentConfig config;
    ImageShape shape;
};

class DifferentiableAugmentationTest : public testing::TestWithParam<Case> {};

// f(x) = A x + b: the derivative along d is A d, for which a large step is as good as a small one; and
// <A d, w> = <d, A' w>.
TEST_P(DifferentiableAugmentationTest, BackwardIsTheTransposeOfTheDerivative) {
    const auto& [name, config, shape] = GetParam();
    const auto augmentation = drawn(config, shape);
    EXPECT_TRUE(augmentation.isOn());
    const Tensor images = noise(shape, 1);
    const Tensor direction = noise(shape, 2);
    const Tensor weights = noise(shape, 4);
    Tensor further = images;
    further.matrix() += direction.matrix();
    const double derivative =
        dot(changed(augmentation, further), weights) - dot(changed(augmentation, images), weights);
    Tensor gradient(images.shape());
    augmentation.backward(weights, gradient);
    EXPECT_NEAR(derivative, dot(direction, gradient), 1e-3 * std::sqrt(dot(gradient, gradient)));
    const Tensor zero(images.shape());
    Tensor linear = changed(augmentation, direction);
    linear.matrix() -= changed(augmentation, zero).matrix();
    EXPECT_NEAR(dot(linear, weights), dot(direction, gradient), 1e-3 * std::sqrt(dot(gradient, gradient)));
}

// The numeric gradient of sum(w * f(x)) at some pixels of each image.
TEST_P(DifferentiableAugmentationTest, BackwardIsTheNumericGradient) {
    const auto& [name, config, shape] = GetParam();
    const auto augmentation = drawn(config, shape);
    const Tensor images = noise(shape, 1);
    const Tensor weights = noise(shape, 4);
    Tensor gradient(images.shape());
    augmentation.backward(weights, gradient);
    for (std::int64_t pixel = 0; pixel < shape.pixels(); pixel += 5) {
        Tensor more = images;
        for (std::int64_t i = 0; i < kBatch; ++i) {
            more.row(i)[static_cast<std::size_t>(pixel)] += 0.5f;
        }
        Tensor difference = changed(augmentation, more);
        difference.matrix() -= changed(augmentation, images).matrix();
        for (std::int64_t i = 0; i < kBatch; ++i) {
            const double slope = 2 * std::inner_product(difference.row(i).begin(), difference.row(i).end(),
                                                        weights.row(i).begin(), 0.0);
            EXPECT_NEAR(slope, gradient.row(i)[static_cast<std::size_t>(pixel)], 1e-4) << i << ", " << pixel;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Changes, DifferentiableAugmentationTest,
                         testing::Values(Case{"Colour", {.colour = 1}, kColour},
                                         Case{"ColourOfGrey", {.colour = 0.5f}, kGrey},
                                         Case{"Translation", {.translation = 0.25f}, kColour},
                                         Case{"Cutout", {.cutout = 0.5f}, kGrey},
                                         Case{"All", {1, 0.25f, 0.5f}, kColour},
                                         Case{"AllOfGrey", {1, 0.25f, 0.5f}, kGrey}),
                         [](const auto& tested) { return tested.param.name; });

// Of a side of 8 at most 2 pixels, of 9 as well (2.25): every way is taken, and what comes in is zero.
TEST(DifferentiableAugmentationTest, TranslationMovesByWholePixelsAndPadsWithZeros) {
    const Tensor images = noise(kGrey, 1);
    const Tensor out = changed(drawn({.translation = 0.25f}, kGrey), images);
    std::set<std::pair<int, int>> moves;
    for (std::int64_t i = 0; i < kBatch; ++i) {
        const auto isMove = [&](int down, int right) {
            for (int y = 0; y < kGrey.height; ++y) {
                for (int x = 0; x < kGrey.width; ++x) {
                    const int fromY = y - down;
                    const int fromX = x - right;
                    const bool inside =
                        fromY >= 0 && fromY < kGrey.height && fromX >= 0 && fromX < kGrey.width;
                    const float expected =
                        inside ? images.row(i)[static_cast<std::size_t>(fromY * kGrey.width + fromX)] : 0;
                    if (out.row(i)[static_cast<std::size_t>(y * kGrey.width + x)] != expected) {
                        return false;
                    }
                }
            }
            return true;
        };
        for (int down = -2; down <= 2; ++down) {
            for (int right = -2; right <= 2; ++right) {
                if (isMove(down, right)) {
                    moves.emplace(down, right);
                }
            }
        }
        EXPECT_GE(moves.size(), 1U);
    }
    std::set<int> rows;
    std::set<int> columns;
    for (const auto& [down, right] : moves) {
        rows.insert(down);
        columns.insert(right);
    }
    EXPECT_EQ(rows.size(), 5U);
    EXPECT_EQ(columns.size(), 5U);
}

// Half of each side; less where the middle lies near the border.
TEST(DifferentiableAugmentationTest, CutoutMakesARectangleZeroAndNothingElse) {
    Tensor images = noise(kGrey, 1);
    const Tensor out = changed(drawn({.cutout = 0.5f}, kGrey), images);
    std::size_t largest = 0;
    for (std::int64_t i = 0; i < kBatch; ++i) {
        std::set<std::size_t> rows;
        std::set<std::size_t> columns;
        std::size_t zeros = 0;
        for (std::size_t pixel = 0; pixel < static_cast<std::size_t>(kGrey.pixels()); ++pixel) {
            if (out.row(i)[pixel] == 0) {
                rows.insert(pixel / kGrey.width);
                columns.insert(pixel % kGrey.width);
                ++zeros;
            } else {
                EXPECT_EQ(out.row(i)[pixel], images.row(i)[pixel]);
            }
        }
        EXPECT_GE(zeros, 1U);
        EXPECT_EQ(zeros, rows.size() * columns.size());
        EXPECT_LE(rows.size(), 5U);
        EXPECT_LE(columns.size(), 4U);
        largest = std::max(largest, zeros);
    }
    EXPECT_EQ(largest, 20U);
}

TEST(DifferentiableAugmentationTest, AnEvenImageOnlyGetsBrighter) {
    Tensor images({kBatch, kColour.pixels()});
    std::ranges::fill(images.values(), 0.25f);
    const Tensor out = changed(drawn({.colour = 1}, kColour), images);
    std::set<float> values;
    for (std::int64_t i = 0; i < kBatch; ++i) {
        const auto [least, most] = std::ranges::minmax(out.row(i));
        EXPECT_NEAR(least, most, 1e-6);
        EXPECT_GE(least, 0.25f - 0.5f - 1e-6f);
        EXPECT_LE(most, 0.25f + 0.5f + 1e-6f);
        values.insert(least);
    }
    EXPECT_GT(values.size(), std::size_t{kBatch / 2});
}

TEST(DifferentiableAugmentationTest, DoesNotDependOnTheNumberOfThreads) {
    constexpr ImageShape large{3, 64, 64};
    const auto augmentation = drawn({1, 0.125f, 0.5f}, large);
    const Tensor images = noise(large, 1);
    setComputeThreads(1);
    const Tensor one = changed(augmentation, images);
    setComputeThreads(2);
    EXPECT_TRUE(std::ranges::equal(changed(augmentation, images).values(), one.values()));
    setComputeThreads(1);
}

TEST(DifferentiableAugmentationTest, AnotherStrengthDrawsAsManyWords) {
    Random one(5);
    Random other(5);
    DifferentiableAugmentation({}, kColour).draw(7, one);
    DifferentiableAugmentation({1, 0.125f, 0.5f}, kColour).draw(7, other);
    EXPECT_EQ(one.state(), other.state());
}

} // namespace
} // namespace latentscape
