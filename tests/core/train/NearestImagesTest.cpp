// The nearest images of a picture, and how near strangers usually come.
#include "core/train/NearestImages.h"

#include "core/tensor/Error.h"

#include <gtest/gtest.h>

namespace latentscape {
namespace {

Dataset greys(const std::vector<std::uint8_t>& values) {
    std::vector<std::uint8_t> pixels;
    for (const std::uint8_t value : values) {
        pixels.insert(pixels.end(), 4, value);
    }
    return Dataset("greys", {1, 2, 2}, std::move(pixels));
}

TEST(NearestImagesTest, TheNearestComeFirst) {
    const auto near = nearestImages({{1, 2, 2}, {100, 100, 100, 100}}, greys({0, 110, 255, 100, 80}), 3);
    ASSERT_EQ(near.size(), 3U);
    EXPECT_EQ(near[0].index, 3U);
    EXPECT_EQ(near[0].error, 0);
    EXPECT_EQ(near[1].index, 1U);
    EXPECT_NEAR(near[1].error, 100.0 / (255 * 255), 1e-9);
    EXPECT_EQ(near[2].index, 4U);
}

TEST(NearestImagesTest, ThereMayBeFewerThanAreWanted) {
    EXPECT_EQ(nearestImages({{1, 2, 2}, {1, 1, 1, 1}}, greys({0, 9}), 5).size(), 2U);
}

TEST(NearestImagesTest, LargePicturesDoNotOverflow) {
    const ImageShape shape{3, 256, 256};
    const std::vector<std::uint8_t> white(static_cast<std::size_t>(shape.pixels()), 255);
    const Dataset black("black", shape, std::vector<std::uint8_t>(white.size(), 0));
    EXPECT_NEAR(nearestImages({shape, white}, black, 1).front().error, 1, 1e-9);
}

TEST(NearestImagesTest, UsualNearnessIsSorted) {
    const auto usual = usualNearness(greys({50, 12, 200}), greys({10, 60}), 2);
    ASSERT_EQ(usual.size(), 2U);
    EXPECT_NEAR(usual[0], 4.0 / (255 * 255), 1e-9);
    EXPECT_NEAR(usual[1], 100.0 / (255 * 255), 1e-9);
}

TEST(NearestImagesTest, AnotherShapeIsRefusedAndTheWorkCanBeCancelled) {
    EXPECT_THROW(nearestImages({{1, 1, 1}, {0}}, greys({0}), 1), Error);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(nearestImages({{1, 2, 2}, {0, 0, 0, 0}}, greys({0}), 1, {stop.get_token(), {}}), Error);
}

} // namespace
} // namespace latentscape
