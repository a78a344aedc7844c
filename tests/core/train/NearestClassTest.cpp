#include "core/train/NearestClass.h"

#include <gtest/gtest.h>

namespace latentscape {

namespace {

// Three dark images of class 7, one bright one of class 2.
Dataset darkAndBright() {
    std::vector<std::uint8_t> pixels(4 * 4, 10);
    std::fill(pixels.begin() + 12, pixels.end(), 250);
    return {"", {1, 2, 2}, pixels, {{"label"}, {7, 7, 7, 2}, {}}};
}

TEST(NearestClassTest, IsThatOfTheNearestImage) {
    const NearestClass classes(darkAndBright());
    EXPECT_TRUE(classes.knowsSome());
    EXPECT_EQ(classes.of({{1, 2, 2}, {0, 90, 120, 100}}), 7);
    EXPECT_EQ(classes.of({{1, 2, 2}, {255, 200, 120, 170}}), 2);
}

TEST(NearestClassTest, ExpectsTheClassesThatImagesHave) {
    const NearestClass classes(darkAndBright());
    EXPECT_DOUBLE_EQ(classes.classesAmong(1), 1);
    EXPECT_NEAR(classes.classesAmong(2), (1 - 0.25 * 0.25) + (1 - 0.75 * 0.75), 1e-12);
    EXPECT_NEAR(classes.classesAmong(64), 2, 1e-6);
}

TEST(NearestClassTest, KnowsNothingOfImagesWithoutLabels) {
    EXPECT_FALSE(NearestClass(Dataset("", {1, 1, 1}, {1, 2})).knowsSome());
    EXPECT_FALSE(NearestClass(Dataset("", {1, 1, 1}, {1, 2}, {{"label"}, {3, 3}, {}})).knowsSome());
}

TEST(NearestClassTest, TakesImagesAtEvenDistances) {
    EXPECT_EQ(evenIndices(10, 3), (std::vector<std::uint32_t>{0, 3, 6}));
    EXPECT_EQ(evenIndices(2, 3), (std::vector<std::uint32_t>{0, 1}));
}

} // namespace

} // namespace latentscape
