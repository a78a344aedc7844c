// Directions: what they point at, and that moving along one leaves the rest alone.
#include "core/train/Directions.h"

#include "core/tensor/Error.h"
#include "core/tensor/Random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace latentscape {
namespace {

// Two classes, three units apart along the second dimension.
Tensor twoClouds(std::vector<std::uint16_t>& labels) {
    Random random(1);
    Tensor points({200, 3});
    random.fillNormal(points.values());
    for (std::int64_t i = 0; i < 200; ++i) {
        labels.push_back(static_cast<std::uint16_t>(i % 2));
        points.row(i)[0] *= 4;
        points.row(i)[1] = points.row(i)[1] * 0.1F + (i % 2 == 1 ? 3.0F : 0.0F);
        points.row(i)[2] *= 0.5F;
    }
    return points;
}

TEST(DirectionsTest, MovingAlongOneLeavesTheRest) {
    const Direction direction{"d", {0.6F, 0.8F, 0}, 2, 0};
    const std::vector<float> moved = movedAlong(direction, {1, 1, 5}, 3);
    EXPECT_NEAR(positionAlong(direction, moved), 3, 1e-5);
    EXPECT_EQ(moved[2], 5);
    EXPECT_NEAR(moved[0] * 0.8F - moved[1] * 0.6F, 0.2F, 1e-5); // across
}

TEST(DirectionsTest, ALabelsDirectionLeadsToItsImages) {
    std::vector<std::uint16_t> labels;
    const Tensor points = twoClouds(labels);
    const auto directions = labelDirections(points, labels, {"round", "square"});
    ASSERT_EQ(directions.size(), 2U);
    EXPECT_EQ(directions[1].name, "square");
    EXPECT_GT(directions[1].vector[1], 0.95F);
    EXPECT_NEAR(directions[0].vector[1], -directions[1].vector[1], 1e-5);
    EXPECT_TRUE(labelDirections(points, std::vector<std::uint16_t>(200, 7), {}).empty()); // one class alone
}

// As those of a model whose posterior has collapsed are.
TEST(DirectionsTest, TowardsAClassThatLiesWhereTheOthersDoThereIsNone) {
    const Tensor points({4, 2}, std::vector<float>{1, 2, 1, 2, 1, 2, 1, 2});
    EXPECT_TRUE(labelDirections(points, {0, 1, 0, 1}, {"round", "square"}).empty());
}

TEST(DirectionsTest, ADifferenceNeedsBothEndsAndADistance) {
    const Tensor here({1, 2}, std::vector<float>{1, 2});
    EXPECT_THROW(differenceDirection("d", here, Tensor({0, 2})), Error);
    EXPECT_THROW(differenceDirection("d", here, here), Error);
}

TEST(DirectionsTest, PrincipalOnesAreSortedAndOfUnitLength) {
    std::vector<std::uint16_t> labels;
    const auto directions = principalDirections(twoClouds(labels), 2);
    ASSERT_EQ(directions.size(), 2U);
    EXPECT_GT(std::abs(directions[0].vector[0]), 0.99F);
    EXPECT_NEAR(directions[0].spread, 4, 0.6);
    EXPECT_GT(directions[0].share, directions[1].share);
    EXPECT_TRUE(principalDirections(Tensor({5, 2}), 2).empty()); // all at one place
}

// Only the third latent reaches any pixel, and makes all of them brighter.
std::unique_ptr<Model> brightener() {
    ModelConfig config;
    config.kind = ModelKind::Gan;
    config.latent = 4;
    config.image = {1, 6, 6};
    config.decoder = ModelConfig::mirrored({}); // one layer, [36, 4]
    auto model = makeModel(config, {}, 3);
    auto values = model->parameters().mutableValues();
    for (std::size_t i = 0; i < 36 * 4; ++i) {
        values[i] = i % 4 == 2 ? 0.5F : 0.0F;
    }
    return model;
}

TEST(DirectionsTest, AGansClassesAreThoseOfTheNearestImages) {
    const auto model = brightener();
    std::vector<std::uint8_t> pixels(2 * 36, 60); // a dark image and a bright one
    std::fill(pixels.begin() + 36, pixels.end(), 200);
    const Dataset real("two", {1, 6, 6}, pixels, {{"label"}, {0, 1}, {"dark", "bright"}});
    const auto directions = sampledLabelDirections(*model, real, 200, 1);
    ASSERT_EQ(directions.size(), 2U);
    EXPECT_EQ(directions[1].name, "bright");
    EXPECT_GT(directions[1].vector[2], 0.95F);
    const Dataset unlabelled("two", {1, 6, 6}, pixels);
    EXPECT_TRUE(sampledLabelDirections(*model, unlabelled, 200, 1).empty());
}

TEST(DirectionsTest, AGansDirectionsAreThoseThatChangeItsPictures) {
    const auto model = brightener();
    const auto directions = effectDirections(*model, 100, 1, 3);
    ASSERT_FALSE(directions.empty());
    EXPECT_GT(std::abs(directions[0].vector[2]), 0.9F);
    EXPECT_GT(directions[0].share, 0.9F);
    const std::vector<float> effects = latentEffects(*model, 2, 0);
    ASSERT_EQ(effects.size(), 4U);
    EXPECT_GT(effects[2], 0.01F);
    EXPECT_EQ(effects[0], 0);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(latentEffects(*model, 2, 0, {stop.get_token(), {}}), Error);
    EXPECT_THROW(effectDirections(*model, 100, 1, 3, {stop.get_token(), {}}), Error);
}

} // namespace
} // namespace latentscape
