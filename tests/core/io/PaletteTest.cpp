#include "core/io/Palette.h"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

namespace latentscape {
namespace {

Image colours(int count) {
    Image image{{3, 1, count}, {}};
    for (int i = 0; i < count; ++i) {
        image.pixels.insert(image.pixels.end(),
                            {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i / 2 * 3),
                             static_cast<std::uint8_t>(255 - i)});
    }
    return image;
}

// All colours there are between four corners.
Image gradient(int side) {
    Image image{{3, side, side}, {}};
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            image.pixels.insert(image.pixels.end(), {static_cast<std::uint8_t>(255 * x / (side - 1)),
                                                     static_cast<std::uint8_t>(255 * y / (side - 1)),
                                                     static_cast<std::uint8_t>(255 - 255 * x / (side - 1))});
        }
    }
    return image;
}

double meanError(const Image& image, const IndexedImage& indexed) {
    double sum = 0;
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        sum += std::abs(image.pixels[i] - indexed.palette[indexed.indices[i / 3]][i % 3]);
    }
    return sum / static_cast<double>(image.pixels.size());
}

TEST(PaletteTest, FewColoursAreKeptExactly) {
    for (const int count : {1, 2, 255, 256}) {
        const Image image = colours(count);
        const IndexedImage indexed = toIndexed(image, true);
        EXPECT_EQ(std::ssize(indexed.palette), count);
        EXPECT_EQ(meanError(image, indexed), 0);
    }
}

TEST(PaletteTest, ManyColoursAreNear) {
    const Image image = gradient(96);
    const IndexedImage plain = toIndexed(image, false);
    EXPECT_EQ(plain.palette.size(), 256U);
    EXPECT_EQ(plain.indices.size(), 96U * 96U);
    EXPECT_LT(meanError(image, plain), 5);
    EXPECT_LT(meanError(image, toIndexed(image, true)), 8);
}

TEST(PaletteTest, DitheringKeepsTheMeanOfAnArea) {
    const Image image = gradient(128);
    const IndexedImage indexed = toIndexed(image, true);
    double wanted = 0;
    double got = 0;
    for (std::size_t y = 40; y < 48; ++y) {
        for (std::size_t x = 40; x < 48; ++x) {
            wanted += image.pixels[3 * (y * 128 + x)];
            got += indexed.palette[indexed.indices[y * 128 + x]][0];
        }
    }
    EXPECT_NEAR(got / 64, wanted / 64, 4);
}

TEST(PaletteTest, TheSamePictureGivesTheSame) {
    const Image image = gradient(64);
    const IndexedImage first = toIndexed(image, true);
    const IndexedImage second = toIndexed(image, true);
    EXPECT_EQ(first.palette, second.palette);
    EXPECT_EQ(first.indices, second.indices);
}

} // namespace
} // namespace latentscape
