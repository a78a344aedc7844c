#include "core/train/Moments.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace latentscape {
namespace {

// What is left of a run of so many moments that are kept one after the other.
std::vector<KeptMoment> keptOf(std::int64_t count, std::int64_t stride, const MomentLimits& limits,
                               std::int64_t best = -1, std::int64_t beforeChange = -1) {
    std::vector<KeptMoment> kept;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t step = i * stride;
        kept.push_back({step, 10, step == best, step == beforeChange});
        for (const std::int64_t gone : momentsToThin(kept, limits)) {
            std::erase_if(kept, [&](const KeptMoment& moment) { return moment.step == gone; });
        }
    }
    return kept;
}

bool holds(const std::vector<KeptMoment>& kept, std::int64_t step) {
    return std::ranges::find(kept, step, &KeptMoment::step) != kept.end();
}

TEST(MomentsTest, AsLongAsThereIsRoomAllStay) {
    EXPECT_TRUE(momentsToThin({}, {}).empty());
    EXPECT_EQ(keptOf(64, 7, {}).size(), 64U);
}

TEST(MomentsTest, TheyStaySpreadOverTheWholeRun) {
    for (const std::int64_t count : {65, 100, 1000, 5000}) {
        const auto kept = keptOf(count, 3, {.count = 16});
        ASSERT_EQ(kept.size(), 16U);
        EXPECT_EQ(kept.front().step, 0);
        EXPECT_EQ(kept.back().step, (count - 1) * 3);
        const auto even = static_cast<double>(count * 3) / 15;
        for (std::size_t i = 1; i < kept.size(); ++i) {
            EXPECT_LE(static_cast<double>(kept[i].step - kept[i - 1].step), 2.5 * even) << count << ' ' << i;
        }
    }
}

TEST(MomentsTest, TheBestIsNeverThinned) {
    EXPECT_TRUE(holds(keptOf(1000, 1, {.count = 8}, 37), 37));
    EXPECT_TRUE(holds(keptOf(1000, 1, {.count = 2}, 37), 37));
}

TEST(MomentsTest, OneBeforeAChangeStaysLongerThanItsNeighbours) {
    const auto kept = keptOf(48, 1, {.count = 32}, -1, 21);
    EXPECT_TRUE(holds(kept, 21));
}

TEST(MomentsTest, TheirFilesStayBelowTheLimit) {
    const auto kept = keptOf(100, 1, {.count = 64, .bytes = 55});
    EXPECT_EQ(kept.size(), 5U); // of ten bytes each
    EXPECT_TRUE(holds(kept, 0) && holds(kept, 99));
    // Where not even three have room, the last and the best one stay.
    const auto few = keptOf(100, 1, {.count = 64, .bytes = 5}, 40);
    ASSERT_EQ(few.size(), 2U);
    EXPECT_TRUE(holds(few, 40) && holds(few, 99));
}

TEST(MomentsTest, TheFirstIsDueAtOnceAndNoStepTwice) {
    MomentRhythm rhythm(1e-9);
    EXPECT_TRUE(rhythm.due(0, false));
    rhythm.taken(0, 0);
    EXPECT_TRUE(rhythm.has(0));
    EXPECT_FALSE(rhythm.due(0, true));
    EXPECT_TRUE(rhythm.due(1, false));
}

TEST(MomentsTest, LaterTheyComeAfterAShareOfTheStepsBefore) {
    MomentRhythm rhythm(1e-9);
    rhythm.taken(3200, 0);
    EXPECT_FALSE(rhythm.due(3299, false));
    EXPECT_TRUE(rhythm.due(3300, false));
    EXPECT_TRUE(rhythm.due(3201, true)); // but the best one
}

TEST(MomentsTest, NotBeforeItsTime) {
    MomentRhythm rhythm(3600);
    rhythm.taken(0, 0);
    EXPECT_FALSE(rhythm.due(1000, true));
    MomentRhythm large(1e-9); // that takes long to write
    large.taken(0, std::int64_t{1} << 40);
    EXPECT_FALSE(large.due(1000, true));
    EXPECT_FALSE(MomentRhythm(0).due(0, true));
}

} // namespace
} // namespace latentscape
