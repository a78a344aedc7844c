#include "core/data/Dataset.h"

#include "tests/core/data/IdxFiles.h"

namespace latentscape {
namespace {

using namespace test;
using Values = std::vector<std::uint16_t>;

Dataset threeImages() {
    return {"Three", {1, 1, 2}, {1, 2, 3, 4, 5, 6}, {{"a", "b"}, {10, 11, 20, 21, 30, 31}, {}}};
}

template <typename T> std::vector<T> copy(std::span<const T> values) {
    return {values.begin(), values.end()};
}

TEST(DatasetTest, HoldsImagesAndFactors) {
    const Dataset data = threeImages();
    EXPECT_EQ(data.count(), 3);
    EXPECT_EQ(copy(data.pixels(1)), (Bytes{3, 4}));
    EXPECT_EQ(data.image(2).pixels, (Bytes{5, 6}));
    EXPECT_EQ(data.image(2).shape, (ImageShape{1, 1, 2}));
    EXPECT_EQ(copy(data.factors(1)), (Values{20, 21}));
    EXPECT_TRUE(Dataset("Plain", {1, 1, 2}, {1, 2}).factors(0).empty());
}

TEST(DatasetTest, FingerprintIsTheCrcOfThePixels) {
    EXPECT_EQ(Dataset("Check", {1, 1, 9}, {'1', '2', '3', '4', '5', '6', '7', '8', '9'}).fingerprint(),
              0xCBF43926u);
}

TEST(DatasetTest, SubsetKeepsOrderAndFactors) {
    const std::vector<std::uint32_t> indices{2, 0};
    const Dataset part = threeImages().subset(indices);
    EXPECT_EQ(part.count(), 2);
    EXPECT_EQ(part.name(), "Three");
    EXPECT_EQ(copy(part.pixels(0)), (Bytes{5, 6}));
    EXPECT_EQ(copy(part.factors(0)), (Values{30, 31}));
    EXPECT_EQ(copy(part.factors(1)), (Values{10, 11}));
    const std::vector<std::uint32_t> outside{3};
    expectError(ErrorKind::Usage, {"Image 3", "Three", "0 to 2"}, [&] { threeImages().subset(outside); });
    expectError(ErrorKind::Input, {"Three", "no image"}, [&] { threeImages().subset({}); });
}

TEST(DatasetTest, ASmallSubsetHasTheSamePixelsAsOneThatSharesThem) {
    const std::vector<std::uint32_t> two{0, 2};
    const std::vector<std::uint32_t> last{1};
    const Dataset shared = threeImages().subset(two);
    const Dataset copied = shared.subset(last);
    EXPECT_EQ(copied.count(), 1);
    EXPECT_EQ(copy(copied.pixels(0)), (Bytes{5, 6}));
    EXPECT_EQ(copy(copied.factors(0)), (Values{30, 31}));
    EXPECT_EQ(copied.fingerprint(), Dataset("Last", {1, 1, 2}, {5, 6}).fingerprint());
    EXPECT_EQ(shared.fingerprint(), Dataset("Two", {1, 1, 2}, {1, 2, 5, 6}).fingerprint());
}

TEST(DatasetTest, RefusesSizesThatDoNotMatch) {
    expectError(ErrorKind::Input, {"no image"}, [] { Dataset("D", {1, 2, 2}, {}); });
    expectError(ErrorKind::Input, {"no image"}, [] { Dataset("D", {1, 0, 2}, {1}); });
    expectError(ErrorKind::Input, {"5 bytes", "4 bytes"}, [] { Dataset("D", {1, 2, 2}, {1, 2, 3, 4, 5}); });
    expectError(ErrorKind::Input, {"3 labels", "1 images"}, [] {
        Dataset("D", {1, 2, 2}, {1, 2, 3, 4}, {{"a"}, {1, 2, 3}, {}});
    });
    expectError(ErrorKind::Usage, {"Image -1"}, [] { threeImages().pixels(-1); });
    expectError(ErrorKind::Usage, {"Image 3"}, [] { threeImages().factors(3); });
}

} // namespace
} // namespace latentscape
