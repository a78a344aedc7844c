// A walk goes evenly from stop to stop, straight or along the arc, and can be led through where the data are.
#include "core/train/LatentPath.h"

#include "core/tensor/Error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace latentscape {
namespace {

Tensor rows(std::int64_t width, const std::vector<float>& values) {
    return Tensor({static_cast<std::int64_t>(values.size()) / width, width}, values);
}

double length(const std::vector<float>& point) {
    double sum = 0;
    for (const float value : point) {
        sum += double{value} * value;
    }
    return std::sqrt(sum);
}

TEST(LatentPathTest, AStraightWayTakesEachLegByItsLength) {
    const LatentPath path(rows(2, {0, 0, 3, 0, 3, 1}), PathKind::Straight);
    EXPECT_EQ(path.legs(), 2);
    EXPECT_EQ(path.at(0), (std::vector<float>{0, 0}));
    EXPECT_EQ(path.at(0.25), (std::vector<float>{1, 0}));
    EXPECT_EQ(path.at(0.75), (std::vector<float>{3, 0}));
    EXPECT_EQ(path.at(1), (std::vector<float>{3, 1}));
    EXPECT_EQ(path.at(7), (std::vector<float>{3, 1}));
    EXPECT_DOUBLE_EQ(path.positionOf(1), 0.75);
}

TEST(LatentPathTest, AnArcKeepsItsDistanceFromTheMiddle) {
    const LatentPath path(rows(2, {2, 0, 0, 2}), PathKind::Spherical);
    for (const double position : {0.0, 0.2, 0.5, 0.9, 1.0}) {
        EXPECT_NEAR(length(path.at(position)), 2, 1e-5);
    }
    EXPECT_NEAR(path.at(0.5)[0], std::sqrt(2.0), 1e-5);
    const LatentPath grows(rows(2, {1, 0, 0, 3}), PathKind::Spherical);
    EXPECT_NEAR(length(grows.at(0.5)), 2, 1e-5);
}

TEST(LatentPathTest, WithoutAnArcItIsStraight) {
    const LatentPath through(rows(2, {1, 0, -1, 0}), PathKind::Spherical);
    EXPECT_NEAR(through.at(0.5)[0], 0, 1e-5);
    const LatentPath fromMiddle(rows(2, {0, 0, 2, 0}), PathKind::Spherical);
    EXPECT_EQ(fromMiddle.at(0.5), (std::vector<float>{1, 0}));
}

TEST(LatentPathTest, OneStopOrTheSameTwiceStandsStill) {
    EXPECT_EQ(LatentPath(rows(2, {1, 2}), PathKind::Spherical).at(0.4), (std::vector<float>{1, 2}));
    const LatentPath same(rows(2, {1, 2, 1, 2}), PathKind::Straight);
    EXPECT_EQ(same.at(0.4), (std::vector<float>{1, 2}));
    EXPECT_EQ(same.sample(3).shape(), (Shape{3, 2}));
}

TEST(LatentPathTest, WhatIsNoWayIsRefused) {
    EXPECT_THROW(LatentPath(Tensor({0, 2}), PathKind::Straight), Error);
    EXPECT_THROW(LatentPath(rows(1, {0, std::numeric_limits<float>::quiet_NaN()}), PathKind::Straight),
                 Error);
    EXPECT_THROW(alongPoints(rows(1, {0, 1}), rows(2, {0, 0})), Error);
}

TEST(LatentPathTest, AlongPointsGoesRoundWhereNothingLies) {
    std::vector<float> circle;
    for (int i = 0; i < 60; ++i) {
        const double angle = 2 * std::acos(-1.0) * i / 60;
        circle.push_back(static_cast<float>(std::cos(angle)));
        circle.push_back(static_cast<float>(std::sin(angle)));
    }
    const Tensor way = alongPoints(rows(2, {1, 0, -1, 0}), rows(2, circle), 4);
    EXPECT_GT(way.dim(0), 8);
    EXPECT_EQ(way.row(0)[0], 1);
    EXPECT_EQ(way.row(way.dim(0) - 1)[0], -1);
    const LatentPath path(way, PathKind::Straight);
    for (int i = 0; i <= 20; ++i) {
        EXPECT_GT(length(path.at(i / 20.0)), 0.95);
    }
}

TEST(LatentPathTest, WherePointsFallApartTheLegIsStraight) {
    const Tensor way = alongPoints(rows(1, {0, 100}), rows(1, {0.1f, 0.2f, 100.1f, 100.2f}), 1);
    EXPECT_EQ(way.dim(0), 2);
}

TEST(LatentPathTest, AlongPointsCanBeCancelled) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(alongPoints(rows(1, {0, 1}), rows(1, {0, 1, 2}), 2, {stop.get_token(), {}}), Error);
}

} // namespace
} // namespace latentscape
