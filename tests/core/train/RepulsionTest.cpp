#include "core/train/Repulsion.h"

#include "core/tensor/Random.h"
#include "core/tensor/Threads.h"

#include <gtest/gtest.h>

namespace latentscape {
namespace {

// Two clouds of different sizes, of which one is far away.
Tensor plane(std::int64_t count) {
    Random random(11);
    Tensor positions({count, 2});
    random.fillNormal(positions.values());
    for (std::int64_t i = 0; i < count / 3; ++i) {
        positions.row(i)[0] = 40 + 9 * positions.row(i)[0];
    }
    return positions;
}

double pairByPair(const Tensor& positions, Tensor& forces) {
    double sum = 0;
    for (std::int64_t i = 0; i < positions.dim(0); ++i) {
        for (std::int64_t j = 0; j < positions.dim(0); ++j) {
            const float dx = positions.row(i)[0] - positions.row(j)[0];
            const float dy = positions.row(i)[1] - positions.row(j)[1];
            const float q = 1 / (1 + dx * dx + dy * dy);
            forces.row(i)[0] += q * q * dx;
            forces.row(i)[1] += q * q * dy;
            sum += i == j ? 0.0 : double{q};
        }
    }
    return sum;
}

float relativeError(const Tensor& forces, const Tensor& expected) {
    return (forces.matrix() - expected.matrix()).norm() / expected.matrix().norm();
}

TEST(RepulsionTest, IsThatOfAllPairs) {
    const Tensor positions = plane(700);
    Tensor expected({700, 2});
    const double sum = pairByPair(positions, expected);
    Tensor forces({700, 2});
    EXPECT_NEAR(Repulsion(0).work(positions, forces) / sum, 1, 1e-5);
    EXPECT_LT(relativeError(forces, expected), 1e-5f);
    EXPECT_NEAR(Repulsion(0.5f).work(positions, forces) / sum, 1, 2e-3);
    EXPECT_LT(relativeError(forces, expected), 0.02f);
}

TEST(RepulsionTest, IsTheSameWithAnyNumberOfThreads) {
    const Tensor positions = plane(2000);
    Tensor one({2000, 2});
    Tensor two({2000, 2});
    setComputeThreads(1);
    const double sum = Repulsion(0.5f).work(positions, one);
    setComputeThreads(2);
    EXPECT_EQ(Repulsion(0.5f).work(positions, two), sum);
    EXPECT_TRUE(std::ranges::equal(one.values(), two.values()));
    setComputeThreads(0);
}

TEST(RepulsionTest, PointsOfOnePlaceDoNotMove) {
    Tensor forces({100, 2});
    EXPECT_NEAR(Repulsion(0.5f).work(Tensor({100, 2}), forces), 9900, 1e-3);
    EXPECT_EQ(forces.matrix().cwiseAbs().maxCoeff(), 0);
    Tensor force({1, 2});
    EXPECT_EQ(Repulsion(0.5f).work(Tensor({1, 2}), force), 0);
}

} // namespace
} // namespace latentscape
