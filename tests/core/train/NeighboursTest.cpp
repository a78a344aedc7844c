#include "core/train/Neighbours.h"

#include "core/tensor/Random.h"
#include "core/tensor/Threads.h"
#include "tests/core/io/TemporaryFolder.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace latentscape {
namespace {

Tensor randomPoints(std::int64_t count, std::int64_t dimensions) {
    Random random(3);
    Tensor points({count, dimensions});
    random.fillNormal(points.values());
    points.matrix().array() += 100; // far from the origin: no digits must be lost
    return points;
}

TEST(NeighboursTest, AreTheNearestOnes) {
    const Tensor points = randomPoints(300, 5); // more than a block
    const Neighbours found = nearestNeighbours(points, 7);
    ASSERT_EQ(found.each, 7);
    ASSERT_EQ(found.indices.size(), 2100u);
    for (std::int64_t i : {0, 100, 299}) {
        const Eigen::VectorXf squares =
            (points.matrix().rowwise() - points.matrix().row(i)).rowwise().squaredNorm();
        std::vector<std::uint32_t> order(300);
        std::iota(order.begin(), order.end(), 0u);
        std::ranges::sort(order, {}, [&](std::uint32_t j) { return squares(j); });
        for (std::size_t k = 0; k < 7; ++k) {
            const std::size_t at = static_cast<std::size_t>(i) * 7 + k;
            EXPECT_EQ(found.indices[at], order[k + 1]); // the first is the point itself
            EXPECT_NEAR(found.squares[at], squares(order[k + 1]), 1e-4);
        }
    }
}

TEST(NeighboursTest, AreTheSameWithAnyNumberOfThreads) {
    const Tensor points = randomPoints(300, 5);
    setComputeThreads(1);
    const auto one = nearestNeighbours(points, 10).indices;
    setComputeThreads(2);
    EXPECT_EQ(nearestNeighbours(points, 10).indices, one);
    setComputeThreads(0);
}

TEST(NeighboursTest, PointsOfOnePlaceAndFewOnes) {
    const Neighbours same = nearestNeighbours(Tensor({4, 2}), 2);
    EXPECT_EQ(same.indices, (std::vector<std::uint32_t>{1, 2, 0, 2, 0, 1, 0, 1}));
    EXPECT_EQ(same.squares, std::vector<float>(8, 0.0f));
    EXPECT_EQ(nearestNeighbours(randomPoints(3, 2), 10).each, 2);
    EXPECT_TRUE(nearestNeighbours(randomPoints(1, 2), 10).indices.empty());
}

TEST(NeighboursTest, CanBeCancelled) {
    std::stop_source stop;
    stop.request_stop();
    messageOf(ErrorKind::Cancelled, [&] { nearestNeighbours(randomPoints(9, 2), 3, {stop.get_token()}); });
}

} // namespace
} // namespace latentscape
