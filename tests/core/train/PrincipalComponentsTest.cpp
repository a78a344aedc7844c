#include "core/train/PrincipalComponents.h"

#include "core/tensor/Random.h"
#include "tests/core/io/TemporaryFolder.h"

#include <array>
#include <cmath>

namespace latentscape {
namespace {

// Around (1, 2, 3), with a standard deviation of 5 along (3, 4, 0) / 5 and of 1 along (0, 0, 1).
Tensor cloud(std::int64_t count) {
    Random random(7);
    Tensor points({count, 3});
    for (std::int64_t i = 0; i < count; ++i) {
        const float a = 5 * random.normal();
        const float b = random.normal();
        const auto row = points.row(i);
        row[0] = 1 - 0.6f * a;
        row[1] = 2 - 0.8f * a;
        row[2] = 3 + b;
    }
    return points;
}

TEST(PrincipalComponentsTest, FindsTheDirectionsOfACloud) {
    const auto found = PrincipalComponents::fit(cloud(5000));
    ASSERT_EQ(found.count(), 3);
    EXPECT_EQ(found.dimensions(), 3);
    EXPECT_NEAR(found.mean.values()[0], 1, 0.15);
    EXPECT_NEAR(found.mean.values()[2], 3, 0.05);
    EXPECT_NEAR(found.variances[0], 25, 1);
    EXPECT_NEAR(found.variances[1], 1, 0.05);
    EXPECT_NEAR(found.variances[2], 0, 1e-4);
    EXPECT_NEAR(found.totalVariance, 26, 1.1);
    // The largest entry is positive, though the points were drawn along the opposite direction.
    EXPECT_NEAR(found.components.row(0)[0], 0.6, 0.01);
    EXPECT_NEAR(found.components.row(0)[1], 0.8, 0.01);
    EXPECT_NEAR(found.components.row(1)[2], 1, 0.01);
}

TEST(PrincipalComponentsTest, ProjectsAndComesBack) {
    const Tensor points = cloud(200);
    const auto found = PrincipalComponents::fit(points);
    const Tensor there = found.project(points);
    ASSERT_EQ(there.shape(), (Shape{200, 3}));
    EXPECT_NEAR(there.matrix().col(0).mean(), 0, 1e-4);
    EXPECT_NEAR(there.matrix().col(0).squaredNorm() / 200, found.variances[0], 1e-2);
    EXPECT_LT((found.unproject(there).matrix() - points.matrix()).cwiseAbs().maxCoeff(), 1e-4f);
}

TEST(PrincipalComponentsTest, OfAPlaneAlone) {
    const Tensor points = cloud(200);
    const auto all = PrincipalComponents::fit(points);
    const auto plane = PrincipalComponents::fit(points, 2);
    EXPECT_EQ(plane.count(), 2);
    EXPECT_EQ(plane.totalVariance, all.totalVariance);
    EXPECT_TRUE(std::ranges::equal(plane.components.row(1), all.components.row(1)));
    // What has fewer coordinates lies in the middle along the others.
    const Tensor one({1, 1}, std::array{2.0f});
    const Tensor two({1, 2}, std::array{2.0f, 0.0f});
    EXPECT_TRUE(std::ranges::equal(plane.unproject(one).values(), all.unproject(two).values()));
}

TEST(PrincipalComponentsTest, TakesPointsOfOnePlaceAndFewerThanDimensions) {
    const Tensor same({4, 3}, std::array{1.f, 2.f, 3.f, 1.f, 2.f, 3.f, 1.f, 2.f, 3.f, 1.f, 2.f, 3.f});
    EXPECT_EQ(PrincipalComponents::fit(same).variances, (std::vector<float>{0, 0, 0}));
    const Tensor single({1, 2}, std::array{1.0f, -1.0f});
    const auto found = PrincipalComponents::fit(single, 9);
    EXPECT_EQ(found.count(), 2);
    EXPECT_TRUE(std::ranges::equal(found.unproject(found.project(single)).values(), single.values()));
}

TEST(PrincipalComponentsTest, RefusesWhatHasNone) {
    messageOf(ErrorKind::Usage, [] { PrincipalComponents::fit(Tensor({0, 3})); });
    messageOf(ErrorKind::Usage, [] { PrincipalComponents::fit(Tensor({3})); });
    Tensor points = cloud(5);
    points.values()[4] = NAN;
    messageOf(ErrorKind::Usage, [&] { PrincipalComponents::fit(points); });
    const auto found = PrincipalComponents::fit(cloud(5), 2);
    messageOf(ErrorKind::Usage, [&] { found.project(Tensor({1, 2})); });
    messageOf(ErrorKind::Usage, [&] { found.unproject(Tensor({1, 3})); });
}

} // namespace
} // namespace latentscape
