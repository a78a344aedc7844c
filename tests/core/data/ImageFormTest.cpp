#include "core/data/ImageForm.h"

#include "tests/core/data/IdxFiles.h"

#include <numeric>

namespace latentscape {
namespace {

using namespace test;

Bytes fitted(const Image& from, const ImageShape& to, Fit fit) {
    Bytes out(static_cast<std::size_t>(to.pixels()), 77);
    const int channels = from.shape.channels;
    fitPicture({from.pixels.data(), from.shape.width, from.shape.height, channels, channels,
                std::ptrdiff_t{from.shape.width} * channels},
               to, fit, out.data());
    return out;
}

Image counted(const ImageShape& shape) {
    Image image{shape, Bytes(static_cast<std::size_t>(shape.pixels()))};
    std::iota(image.pixels.begin(), image.pixels.end(), std::uint8_t{1});
    return image;
}

TEST(ImageFormTest, ThatNeedNotBeScaledKeepsEveryValue) {
    for (const Fit fit : {Fit::Crop, Fit::Pad, Fit::Stretch})
        for (const ImageShape& shape :
             {ImageShape{1, 1, 1}, ImageShape{1, 9, 9}, ImageShape{3, 5, 5}, ImageShape{3, 5, 7}}) {
            const Image image = counted(shape);
            EXPECT_EQ(fitted(image, shape, fit), image.pixels);
        }
}

TEST(ImageFormTest, CropKeepsTheMiddle) {
    EXPECT_EQ(fitted(counted({1, 2, 4}), {1, 2, 2}, Fit::Crop), (Bytes{2, 3, 6, 7}));
    EXPECT_EQ(fitted(counted({1, 4, 2}), {1, 2, 2}, Fit::Crop), (Bytes{3, 4, 5, 6}));
    EXPECT_EQ(fitted(counted({1, 1, 2}), {1, 1, 1}, Fit::Crop), (Bytes{1}));
}

TEST(ImageFormTest, PadNeverEnlargesAndSurroundsWithBlack) {
    EXPECT_EQ(fitted(counted({1, 1, 2}), {1, 4, 4}, Fit::Pad),
              (Bytes{0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    const Image wide{{1, 4, 8}, Bytes(32, 100)}; // becomes 2 x 4 in the middle
    EXPECT_EQ(fitted(wide, {1, 4, 4}, Fit::Pad),
              (Bytes{0, 0, 0, 0, 100, 100, 100, 100, 100, 100, 100, 100, 0, 0, 0, 0}));
    const Image line{{1, 1, 1000}, Bytes(1000, 9)}; // a row is never lost
    EXPECT_EQ(fitted(line, {1, 3, 3}, Fit::Pad), (Bytes{0, 0, 0, 9, 9, 9, 0, 0, 0}));
    const Bytes digit = fitted(counted({1, 28, 28}), {1, 32, 32}, Fit::Pad);
    EXPECT_EQ(digit[2 * 32 + 2], 1);
    EXPECT_EQ(digit[2 * 32 + 1], 0);
    EXPECT_EQ(digit[3 * 32 + 2], 29);
}

TEST(ImageFormTest, StretchKeepsEverything) {
    const Image image{{1, 2, 4}, {0, 0, 200, 200, 0, 0, 200, 200}};
    const Bytes small = fitted(image, {1, 2, 2}, Fit::Stretch);
    EXPECT_LT(small[0], 40);
    EXPECT_GT(small[1], 160);
    EXPECT_EQ(small[0], small[2]);
    const Bytes large = fitted({{1, 1, 2}, {0, 200}}, {1, 4, 4}, Fit::Stretch);
    EXPECT_EQ((Bytes{large.begin(), large.begin() + 4}), (Bytes{0, 50, 150, 200})); // bilinear
}

TEST(ImageFormTest, ScalingDownAveragesOverAllPixels) {
    Image stripes{{1, 64, 64}, Bytes(64 * 64)};
    for (std::size_t i = 0; i < stripes.pixels.size(); ++i)
        stripes.pixels[i] = i % 2 == 0 ? 0 : 200;
    for (const std::uint8_t value : fitted(stripes, {1, 8, 8}, Fit::Stretch))
        EXPECT_NEAR(value, 100, 5); // the borders lean to one side
}

TEST(ImageFormTest, GreyAndColour) {
    const Image colours{{3, 1, 4}, {255, 0, 0, 0, 255, 0, 0, 0, 255, 90, 90, 90}};
    EXPECT_EQ(fitted(colours, {1, 1, 4}, Fit::Stretch), (Bytes{76, 150, 29, 90}));
    EXPECT_EQ(fitted({{1, 1, 2}, {7, 8}}, {3, 1, 2}, Fit::Stretch), (Bytes{7, 7, 7, 8, 8, 8}));
}

TEST(ImageFormTest, RowsMayLieApart) {
    const Bytes bytes{1, 2, 3, 99, 4, 5, 6, 99, 88, 88, 7, 8, 9, 99, 10, 11, 12, 99};
    Bytes out(12);
    fitPicture({bytes.data(), 2, 2, 3, 4, 10}, {3, 2, 2}, Fit::Crop, out.data());
    EXPECT_EQ(out, (Bytes{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
}

TEST(ImageFormTest, NamesGoBothWays) {
    EXPECT_EQ(fitFromName("pad"), Fit::Pad);
    EXPECT_STREQ(nameOf(Fit::Stretch), "stretch");
    EXPECT_EQ(colourFromName("rgb"), Colour::Rgb);
    EXPECT_STREQ(nameOf(Colour::Auto), "auto");
    expectError(ErrorKind::Usage, {"\"zoom\"", "crop, pad, stretch"}, [] { fitFromName("zoom"); });
    expectError(ErrorKind::Usage, {"\"color\"", "auto, grey, rgb"}, [] { colourFromName("color"); });
}

} // namespace
} // namespace latentscape
