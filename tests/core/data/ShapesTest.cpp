#include "core/data/Shapes.h"

#include "tests/core/data/IdxFiles.h"

#include <algorithm>
#include <ctime>
#include <set>

namespace latentscape {
namespace {

using namespace test;

TEST(ShapesTest, IsMadeInUnderASecond) {
    const std::clock_t start = std::clock(); // of the processor: whatever else the machine does
    const Dataset data = makeShapes();
    EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 1.0);
    EXPECT_EQ(data.count(), 20000);
    EXPECT_EQ(data.shape(), (ImageShape{1, 28, 28}));
}

TEST(ShapesTest, DependsOnTheSeedAlone) {
    EXPECT_EQ(makeShapes({.count = 500, .seed = 3}).fingerprint(),
              makeShapes({.count = 500, .seed = 3}).fingerprint());
    EXPECT_NE(makeShapes({.count = 500, .seed = 3}).fingerprint(),
              makeShapes({.count = 500, .seed = 4}).fingerprint());
}

TEST(ShapesTest, UsesEveryLevelOfEveryFactor) {
    const Dataset data = makeShapes();
    ASSERT_EQ(data.factorNames(), (std::vector<std::string>{"shape", "scale", "rotation", "x", "y"}));
    std::array<std::set<int>, 5> seen;
    for (std::int64_t i = 0; i < data.count(); ++i)
        for (std::size_t f = 0; f < seen.size(); ++f)
            seen[f].insert(data.factors(i)[f]);
    const std::array<int, 5> levels{3, 6, 40, 32, 32};
    for (std::size_t f = 0; f < seen.size(); ++f) {
        EXPECT_EQ(static_cast<int>(seen[f].size()), levels[f]);
        EXPECT_EQ(*seen[f].rbegin(), levels[f] - 1);
    }
}

TEST(ShapesTest, DrawsWhiteAntiAliasedShapesInsideThePicture) {
    const Dataset data = makeShapes({.count = 2000});
    for (std::int64_t i = 0; i < data.count(); ++i) {
        const auto pixels = data.pixels(i);
        EXPECT_EQ(std::ranges::max(pixels), 255) << i;
        EXPECT_TRUE(std::ranges::any_of(pixels, [](int p) { return p > 20 && p < 235; })) << i;
        for (std::size_t k = 0; k < 28; ++k)
            EXPECT_EQ(pixels[k] | pixels[27 * 28 + k] | pixels[28 * k] | pixels[28 * k + 27], 0) << i;
    }
}

// Anti-aliasing is right when the brightness adds up to the area; scale, position and kind must be as
// labelled.
TEST(ShapesTest, PicturesAgreeWithTheirFactors) {
    const Dataset data = makeShapes({.count = 3000, .side = 56});
    for (std::int64_t i = 0; i < data.count(); ++i) {
        const auto pixels = data.pixels(i);
        const auto factors = data.factors(i);
        double area = 0;
        double x = 0;
        for (int k = 0; k < 56 * 56; ++k) {
            const double coverage = pixels[static_cast<std::size_t>(k)] / 255.0;
            area += coverage;
            x += coverage * (k % 56 + 0.5);
        }
        const double radius = 0.232 * 56 * (0.5 + 0.1 * factors[1]);
        // In a unit circle: the square 2, the ellipse 0.55 pi, the heart's square and two half circles.
        const double unit =
            std::array{2.0, 0.55 * 3.14159265, (0.5 + 3.14159265 / 8) / (0.645 * 0.645)}[factors[0]];
        EXPECT_NEAR(area / (radius * radius), unit, 0.03 * unit) << "kind " << int{factors[0]};
        const double margin = 0.232 * 56 + 1;
        EXPECT_NEAR(x / area, margin + (56 - 2 * margin) * factors[3] / 31.0, 0.1 * radius);
    }
}

TEST(ShapesTest, RefusesImpossibleOptions) {
    expectError(ErrorKind::Usage, {"0 images", "choose"}, [] { makeShapes({.count = 0}); });
    expectError(ErrorKind::Usage, {"7 pixels", "choose"}, [] { makeShapes({.side = 7}); });
}

} // namespace
} // namespace latentscape
