#include "core/train/LatentPlane.h"

#include "core/tensor/Random.h"

#include <gtest/gtest.h>

namespace latentscape {
namespace {

std::shared_ptr<const LatentMap> mapOf(std::int64_t count, std::int64_t latents) {
    auto map = std::make_shared<LatentMap>();
    map->latents = Tensor({count, latents});
    Random random(1);
    random.fillNormal(map->latents.values());
    map->latents.matrix().col(0) *= 3;
    map->components = PrincipalComponents::fit(map->latents);
    return map;
}

TEST(LatentPlaneTest, ACutAlongTwoDimensions) {
    const auto map = mapOf(30, 4);
    const auto plane = LatentPlane::ofDimensions(map, 2, 0);
    EXPECT_EQ(plane.positions().row(5)[0], map->latents.row(5)[2]);
    EXPECT_EQ(plane.positions().row(5)[1], map->latents.row(5)[0]);
    const std::vector<float> present{0.1f, 0.2f, 0.3f, 0.4f};
    EXPECT_EQ(plane.placeOf(present), (LatentPlane::Place{0.3f, 0.1f}));
    const std::vector<float> there = plane.latentAt({2, -1}, present);
    EXPECT_NEAR(there[0], -1, 1e-6);
    EXPECT_EQ(there[1], 0.2f);
    EXPECT_NEAR(there[2], 2, 1e-6);
    EXPECT_EQ(there[3], 0.4f);
}

TEST(LatentPlaneTest, ACutAlongTwoComponents) {
    const auto map = mapOf(200, 4);
    const auto plane = LatentPlane::ofComponents(map, 0, 1);
    const Tensor projected = map->components.project(map->latents);
    EXPECT_LT((plane.positions().matrix() - projected.matrix().leftCols(2)).cwiseAbs().maxCoeff(), 1e-5f);
    // There and back; what lies off the plane stays.
    const std::vector<float> present{1, 2, -1, 0.5f};
    const std::vector<float> there = plane.latentAt({-2, 1}, present);
    EXPECT_NEAR(plane.placeOf(there)[0], -2, 1e-5);
    EXPECT_NEAR(plane.placeOf(there)[1], 1, 1e-5);
    const auto back = plane.latentAt(plane.placeOf(present), there);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(back[i], present[i], 1e-5);
    }
}

TEST(LatentPlaneTest, OfOneDimension) {
    const auto map = mapOf(30, 1);
    for (const auto& plane : {LatentPlane::ofDimensions(map, 0, 1), LatentPlane::ofComponents(map, 0, 1)}) {
        EXPECT_EQ(plane.positions().row(3)[1], 0);
        EXPECT_EQ(plane.placeOf(std::vector<float>{1})[1], 0);
        EXPECT_NEAR(plane.placeOf(plane.latentAt({1.5f, 7}, std::vector<float>{1}))[0], 1.5f, 1e-5);
    }
}

TEST(LatentPlaneTest, AnArrangementLeadsThroughItsPoints) {
    const auto map = mapOf(40, 3);
    Tensor positions({40, 2});
    Random random(9);
    random.fillUniform(positions.values(), -20, 20);
    const auto plane = LatentPlane::ofArrangement(map, positions);
    EXPECT_TRUE(plane.isArrangement());
    EXPECT_EQ(plane.distanceFrom({positions.row(6)[0], positions.row(6)[1]}), 0);
    // At a point's place is that point, almost; and back.
    const std::vector<float> there = plane.latentAt({positions.row(6)[0], positions.row(6)[1]}, {});
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(there[i], map->latents.row(6)[i], 0.02);
    }
    EXPECT_NEAR(plane.placeOf(map->latents.row(6))[0], positions.row(6)[0], 0.2);
    // Far from all it is one of them or amid some, never beyond.
    const std::vector<float> far = plane.latentAt({1e4f, 1e4f}, {});
    EXPECT_LE(std::abs(far[1]), map->latents.matrix().col(1).cwiseAbs().maxCoeff());
}

TEST(LatentPlaneTest, AnArrangementOfFewPoints) {
    const auto map = mapOf(1, 3);
    const auto plane = LatentPlane::ofArrangement(map, Tensor({1, 2}));
    const std::vector<float> there = plane.latentAt({5, 5}, {});
    EXPECT_NEAR(there[0], map->latents.row(0)[0], 1e-5);
}

} // namespace
} // namespace latentscape
