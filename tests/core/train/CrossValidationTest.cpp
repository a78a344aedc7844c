#include "core/train/CrossValidation.h"

#include "tests/core/io/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace latentscape {
namespace {

// Image i is the byte i.
Dataset numbered(int count) {
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < count; ++i) {
        pixels.push_back(static_cast<std::uint8_t>(i));
    }
    return Dataset("numbered", {1, 1, 1}, std::move(pixels));
}

std::vector<int> numbersOf(const Dataset& data) {
    std::vector<int> numbers;
    for (std::int64_t i = 0; i < data.count(); ++i) {
        numbers.push_back(data.pixels(i)[0]);
    }
    return numbers;
}

TEST(CrossValidationTest, EachImageIsHeldOutOnce) {
    const Dataset data = numbered(11);
    std::multiset<int> heldOut;
    for (int fold = 0; fold < 3; ++fold) {
        const LoadedData part = foldOf(data, fold, 3, 5);
        std::vector<int> all = numbersOf(*part.train);
        const std::vector<int> held = numbersOf(*part.heldOut);
        EXPECT_TRUE(std::ranges::is_sorted(all) && std::ranges::is_sorted(held));
        EXPECT_TRUE(held.size() == 3 || held.size() == 4);
        heldOut.insert(held.begin(), held.end());
        all.insert(all.end(), held.begin(), held.end());
        EXPECT_EQ(std::set<int>(all.begin(), all.end()).size(), 11U);
        EXPECT_EQ(numbersOf(*foldOf(data, fold, 3, 5).heldOut), held);
        EXPECT_NE(numbersOf(*foldOf(data, fold, 3, 6).heldOut), held);
    }
    EXPECT_EQ(heldOut.size(), 11U);
    EXPECT_EQ(std::set<int>(heldOut.begin(), heldOut.end()).size(), 11U);
}

TEST(CrossValidationTest, RefusesImpossibleNumbers) {
    const Dataset data = numbered(11);
    for (const int folds : {-1, 0, 1, 12, 101}) {
        messageOf(ErrorKind::Usage, [&] { foldOf(data, 0, folds, 0); });
    }
}

TEST(CrossValidationTest, MeanAndStandardDeviation) {
    const Spread spread = spreadOf(std::array{2.0, 4.0, 9.0});
    EXPECT_DOUBLE_EQ(spread.mean, 5);
    EXPECT_DOUBLE_EQ(spread.deviation, std::sqrt(13.0));
    EXPECT_EQ(spreadOf(std::array{7.0}).deviation, 0);
}

} // namespace
} // namespace latentscape
