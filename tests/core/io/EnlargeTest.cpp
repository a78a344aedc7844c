#include "core/io/Enlarge.h"

#include "TemporaryFolder.h"

namespace latentscape {
namespace {

TEST(EnlargeTest, NearestRepeatsPixels) {
    const Image image{{3, 1, 2}, {1, 2, 3, 4, 5, 6}};
    const Image large = enlarge(image, {2, Scaling::Nearest});
    EXPECT_EQ(large.shape, (ImageShape{3, 2, 4}));
    EXPECT_EQ(large.pixels, (std::vector<std::uint8_t>{1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, //
                                                       1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6}));
}

TEST(EnlargeTest, SmoothKeepsWhatIsEvenAndRisesWhereItRises) {
    const Image even{{1, 2, 3}, std::vector<std::uint8_t>(6, 77)};
    for (const std::uint8_t value : enlarge(even, {5, Scaling::Smooth}).pixels) {
        EXPECT_EQ(value, 77);
    }
    const Image step{{1, 1, 4}, {0, 0, 200, 200}};
    const Image large = enlarge(step, {8, Scaling::Smooth});
    EXPECT_EQ(large.shape, (ImageShape{1, 8, 32}));
    EXPECT_EQ(large.pixels.front(), 0);
    EXPECT_NEAR(large.pixels[15], 100, 20);
    EXPECT_LT(large.pixels[15], large.pixels[16]);
    EXPECT_TRUE(std::equal(large.pixels.begin(), large.pixels.begin() + 32, large.pixels.begin() + 7 * 32));
}

// A ramp is what cubic convolution draws exactly, away from the ends.
TEST(EnlargeTest, SmoothDrawsARampExactly) {
    const Image ramp{{1, 1, 6}, {0, 40, 80, 120, 160, 200}};
    const Image large = enlarge(ramp, {4, Scaling::Smooth});
    for (int i = 8; i < 16; ++i) {
        EXPECT_EQ(large.pixels[static_cast<std::size_t>(i)], 80 + 10 * (i - 8) - 15) << i;
    }
}

TEST(EnlargeTest, FactorsOutOfRangeAreRefused) {
    const Image image{{1, 1, 1}, {9}};
    EXPECT_EQ(enlarge(image, {1, Scaling::Smooth}).pixels, image.pixels);
    EXPECT_EQ(enlarge(image, {16, Scaling::Smooth}).shape.width, 16);
    messageOf(ErrorKind::Usage, [&] { enlarge(image, {0, Scaling::Nearest}); });
    messageOf(ErrorKind::Usage, [&] { enlarge(image, {17, Scaling::Nearest}); });
}

} // namespace
} // namespace latentscape
