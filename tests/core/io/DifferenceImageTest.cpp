#include "core/io/DifferenceImage.h"

#include "core/tensor/Error.h"

#include <gtest/gtest.h>

#include <vector>

namespace latentscape {
namespace {

std::vector<int> pixel(const Image& image, std::size_t i) {
    return {image.pixels[3 * i], image.pixels[3 * i + 1], image.pixels[3 * i + 2]};
}

const std::vector<int> kStage{0x2a, 0x2b, 0x2e};

TEST(DifferenceImageTest, DifferencesAreOrangeBlueAndGrey) {
    const Image original{{1, 1, 3}, {100, 100, 100}};
    const Image generated{{1, 1, 3}, {100, 255, 0}};
    const Image difference = differenceImage(original, generated, 0.25f);
    EXPECT_EQ(difference.shape, (ImageShape{3, 1, 3}));
    EXPECT_EQ(pixel(difference, 0), kStage);
    EXPECT_EQ(pixel(difference, 1), (std::vector<int>{0xff, 0x80, 0x1f})); // brighter: orange
    EXPECT_EQ(pixel(difference, 2), (std::vector<int>{0x2f, 0x6b, 0xff})); // darker: blue
}

TEST(DifferenceImageTest, ColourImagesDifferByTheMeanOfTheirChannels) {
    const Image original{{3, 1, 2}, {10, 20, 30, 0, 0, 0}};
    const Image generated{{3, 1, 2}, {20, 10, 30, 0, 0, 153}}; // none on average; 0.2
    const Image difference = differenceImage(original, generated, 0.4f);
    EXPECT_EQ(pixel(difference, 0), kStage);
    EXPECT_EQ(difference.pixels, signedErrorImage(std::vector<float>{0, 0.2f}, 1, 2, 0.4f).pixels);
}

TEST(DifferenceImageTest, AbsoluteErrorsAreTheLighterTheLarger) {
    const Image map = absoluteErrorImage(std::vector<float>{0, 0.5f, -1, 2}, 2, 2, 1);
    EXPECT_EQ(map.shape, (ImageShape{3, 2, 2}));
    EXPECT_EQ(pixel(map, 0), kStage);
    EXPECT_GT(pixel(map, 1)[0], kStage[0]);
    EXPECT_GT(pixel(map, 2)[0], pixel(map, 1)[0]);
    EXPECT_EQ(pixel(map, 2), pixel(map, 3)); // as much as the scale, or more
}

TEST(DifferenceImageTest, WhatDoesNotFitIsRefused) {
    const Image one{{1, 1, 1}, {0}};
    EXPECT_THROW(differenceImage(one, Image{{1, 1, 2}, {0, 0}}, 1), Error);
    EXPECT_THROW(differenceImage(one, one, 0), Error);
    EXPECT_THROW(signedErrorImage(std::vector<float>{0, 0}, 1, 1, 1), Error);
    EXPECT_THROW(absoluteErrorImage({}, 0, 0, 1), Error);
}

} // namespace
} // namespace latentscape
