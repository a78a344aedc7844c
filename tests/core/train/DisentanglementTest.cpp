#include "core/train/Disentanglement.h"

#include "core/data/Shapes.h"

#include <gtest/gtest.h>

namespace latentscape {
namespace {

// Shapes whose factors are their own latents, in the columns given; the others stay 0.
Tensor factorsAsLatents(const Dataset& data, const std::vector<std::size_t>& columns) {
    Tensor means({data.count(), 5});
    for (std::int64_t i = 0; i < data.count(); ++i) {
        for (const std::size_t column : columns) {
            means.row(i)[column] = data.factors(i)[column];
        }
    }
    return means;
}

TEST(DisentanglementTest, IsPerfectWhenEachLatentIsAFactor) {
    const Dataset data = makeShapes({.count = 4000});
    ASSERT_TRUE(hasFactors(data));
    const Tensor means = factorsAsLatents(data, {0, 1, 2, 3, 4});
    // 20 bins do not tell 40 rotations and 32 places apart.
    EXPECT_GT(mutualInformationGap(means, data), 0.85);
    EXPECT_EQ(factorVaeScore(means, data, 0), 1);
}

TEST(DisentanglementTest, FallsWithMixedAndMissingLatents) {
    const Dataset data = makeShapes({.count = 4000});
    Tensor mixed = factorsAsLatents(data, {0, 1, 2, 3, 4});
    for (std::int64_t i = 0; i < mixed.dim(0); ++i) { // x and y in two latents each
        const auto row = mixed.row(i);
        const float x = row[3];
        row[3] = x + row[4];
        row[4] = x - row[4];
    }
    EXPECT_LT(mutualInformationGap(mixed, data), 0.65);
    EXPECT_LT(factorVaeScore(mixed, data, 0), 0.9);
    const double two = factorVaeScore(factorsAsLatents(data, {0, 1}), data, 0);
    EXPECT_GT(two, 0.35);
    EXPECT_LT(two, 0.65);
    EXPECT_EQ(factorVaeScore(factorsAsLatents(data, {}), data, 0), 0);
    EXPECT_EQ(mutualInformationGap(factorsAsLatents(data, {}), data), 0);
}

TEST(DisentanglementTest, AClassLabelIsNoFactor) {
    EXPECT_FALSE(hasFactors(Dataset("none", {1, 1, 1}, std::vector<std::uint8_t>(2))));
    EXPECT_FALSE(
        hasFactors(Dataset("labels", {1, 1, 1}, std::vector<std::uint8_t>(2), {{"label"}, {0, 1}, {}})));
}

} // namespace
} // namespace latentscape
