// Ranges and ticks of plots.
#include "core/io/PlotScale.h"

#include <gtest/gtest.h>

#include <cmath>

namespace latentscape {
namespace {

TEST(PlotScaleTest, ticksAreRoundNumbers) {
    EXPECT_DOUBLE_EQ(tickStep({0, 100}, 5), 20);
    EXPECT_DOUBLE_EQ(tickStep({0, 0.9}, 5), 0.2);
    EXPECT_DOUBLE_EQ(tickStep({3, 10}, 8), 1);
    EXPECT_DOUBLE_EQ(tickStep({0, 60}, 10), 10);
}

TEST(PlotScaleTest, aRangeIsNeverEmpty) {
    const PlotRange none = PlotRange().widened(0.1);
    EXPECT_EQ(none.low, 0);
    EXPECT_EQ(none.high, 1);
    PlotRange one;
    one.add(NAN);
    one.add(5);
    EXPECT_GT(one.widened(0).length(), 0);
    EXPECT_DOUBLE_EQ(PlotRange({0, 10}).widened(0.1).high, 11);
}

TEST(PlotScaleTest, theSteepBeginningIsLeftOutUnlessItIsAll) {
    const PlotPanel steep{.curves = {{.x = {0, 1, 50, 100}, .y = {1000, 900, 3, 2}}}};
    const PlotRange x = xRange({steep});
    EXPECT_EQ(x.low, 0);
    EXPECT_EQ(x.high, 100);
    EXPECT_LT(yRange(steep, x).high, 4);
    EXPECT_GT(yRange({.curves = {{.x = {0, 1}, .y = {1000, 900}}}}, x).high, 900);
    EXPECT_EQ(yRange({.curves = steep.curves, .range = {{0, 7}}}, x).high, 7);
}

TEST(PlotScaleTest, aLogarithmOfNothingIsAGap) {
    const Plot plot = withLogarithmicX({.panels = {{.curves = {{.x = {0, 10}, .y = {1, 2}}}}}});
    EXPECT_FALSE(std::isfinite(plot.panels[0].curves[0].x[0]));
    EXPECT_DOUBLE_EQ(plot.panels[0].curves[0].x[1], 1);
}

} // namespace
} // namespace latentscape
