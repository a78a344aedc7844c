#include "core/train/Tsne.h"

#include "core/tensor/Random.h"
#include "core/tensor/Threads.h"
#include "core/train/Neighbours.h"
#include "tests/core/io/TemporaryFolder.h"

#include <array>
#include <cmath>

namespace latentscape {
namespace {

constexpr std::int64_t kClusters = 5;

// Point i belongs to cluster i % kClusters; their middles are some six standard deviations apart.
Tensor clusters(std::int64_t count, std::int64_t dimensions) {
    Random random(2);
    Tensor middles({kClusters, dimensions});
    random.fillNormal(middles.values());
    Tensor points({count, dimensions});
    random.fillNormal(points.values());
    for (std::int64_t i = 0; i < count; ++i) {
        points.matrix().row(i) += 6 * middles.matrix().row(i % kClusters).normalized();
    }
    return points;
}

// How many have a nearest neighbour on the plane of their own cluster.
double agreement(const Tensor& positions) {
    const Neighbours near = nearestNeighbours(positions, 1);
    double agreeing = 0;
    for (std::size_t i = 0; i < near.indices.size(); ++i) {
        agreeing += near.indices[i] % kClusters == i % kClusters ? 1 : 0;
    }
    return agreeing / static_cast<double>(near.indices.size());
}

bool isFinite(const Tensor& positions) {
    return std::ranges::all_of(positions.values(), [](float value) { return std::isfinite(value); });
}

TEST(TsneTest, KeepsClustersTogether) {
    const Tensor positions = tsne(clusters(500, 10), {.iterations = 400});
    ASSERT_EQ(positions.shape(), (Shape{500, 2}));
    EXPECT_GT(agreement(positions), 0.98);
    EXPECT_LT(positions.matrix().colwise().mean().cwiseAbs().maxCoeff(), 1e-2f);
    // Spread out, not one heap.
    EXPECT_GT((positions.matrix().colwise().maxCoeff() - positions.matrix().colwise().minCoeff()).minCoeff(),
              10);
}

TEST(TsneTest, TakesManyDimensions) {
    EXPECT_GT(agreement(tsne(clusters(200, 80), {.perplexity = 15, .iterations = 300})), 0.9);
}

TEST(TsneTest, IsReproducible) {
    const Tensor points = clusters(300, 4);
    const TsneOptions options{.iterations = 30, .seed = 4};
    setComputeThreads(1);
    const Tensor one = tsne(points, options);
    setComputeThreads(2);
    EXPECT_TRUE(std::ranges::equal(tsne(points, options).values(), one.values()));
    setComputeThreads(0);
}

TEST(TsneTest, TellsHowFarItIsAndCanBeCancelled) {
    std::stop_source stop;
    double share = 0;
    int seen = 0;
    const WorkWatch watch{stop.get_token(), [&](double reached) {
                              EXPECT_GE(reached, share);
                              share = reached;
                          }};
    messageOf(ErrorKind::Cancelled, [&] {
        tsne(clusters(100, 4), {.iterations = 20}, watch, [&](const Tensor& positions) {
            EXPECT_EQ(positions.dim(0), 100);
            if (++seen == 10) {
                stop.request_stop();
            }
        });
    });
    EXPECT_EQ(seen, 10);
    EXPECT_GT(share, 0.3);
}

TEST(TsneTest, TakesFewPointsAndPointsOfOnePlace) {
    for (const std::int64_t count : {1, 2, 3, 4}) {
        const Tensor positions = tsne(clusters(count, 3), {.perplexity = 100, .iterations = 50});
        EXPECT_EQ(positions.dim(0), count);
        EXPECT_TRUE(isFinite(positions));
    }
    EXPECT_TRUE(isFinite(tsne(Tensor({50, 3}), {.iterations = 100})));
    EXPECT_TRUE(isFinite(tsne(clusters(50, 1), {.iterations = 100})));
    Tensor twice = clusters(60, 3);
    for (std::int64_t i = 0; i < 30; ++i) {
        std::ranges::copy(twice.row(i), twice.row(i + 30).begin());
    }
    EXPECT_TRUE(isFinite(tsne(twice, {.iterations = 100})));
}

TEST(TsneTest, RefusesWhatMakesNoSense) {
    messageOf(ErrorKind::Usage, [] { tsne(Tensor({0, 3}), {}); });
    messageOf(ErrorKind::Usage, [] { tsne(Tensor({3}), {}); });
    messageOf(ErrorKind::Usage, [] { tsne(Tensor({9, 3}), {.perplexity = 0.5}); });
    messageOf(ErrorKind::Usage, [] { tsne(Tensor({9, 3}), {.theta = -1}); });
    Tensor points = clusters(9, 3);
    points.values()[4] = NAN;
    EXPECT_NE(messageOf(ErrorKind::Usage, [&] { tsne(points, {}); }).find("finite"), std::string::npos);
}

} // namespace
} // namespace latentscape
