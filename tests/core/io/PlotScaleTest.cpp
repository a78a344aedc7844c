// Ranges and ticks of plots.
#include "core/io/PlotScale.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

namespace latentscape {
namespace {

PlotPanel panelOf(std::vector<double> x, std::vector<double> y) {
    Curve curve;
    curve.x = std::move(x);
    curve.y = std::move(y);
    return {{curve}};
}

TEST(PlotScaleTest, TicksAreRoundNumbers) {
    EXPECT_DOUBLE_EQ(tickStep({0, 100}, 5), 20);
    EXPECT_DOUBLE_EQ(tickStep({0, 0.9}, 5), 0.2);
    EXPECT_DOUBLE_EQ(tickStep({3, 10}, 8), 1);
    EXPECT_DOUBLE_EQ(tickStep({0, 60}, 10), 10);
}

TEST(PlotScaleTest, ARangeIsNeverEmpty) {
    const PlotRange none = PlotRange().widened(0.1);
    EXPECT_EQ(none.low, 0);
    EXPECT_EQ(none.high, 1);
    PlotRange one;
    one.add(NAN);
    one.add(5);
    EXPECT_GT(one.widened(0).length(), 0);
    EXPECT_DOUBLE_EQ(PlotRange({0, 10}).widened(0.1).high, 11);
}

TEST(PlotScaleTest, TheSteepBeginningIsLeftOutUnlessItIsAll) {
    PlotPanel steep = panelOf({0, 1, 50, 100}, {1000, 900, 3, 2});
    const PlotRange x = xRange({steep});
    EXPECT_EQ(x.low, 0);
    EXPECT_EQ(x.high, 100);
    EXPECT_LT(yRange(steep, x).high, 4);
    EXPECT_GT(yRange(panelOf({0, 1}, {1000, 900}), x).high, 900);
    steep.range = {0, 7};
    EXPECT_EQ(yRange(steep, x).high, 7);
}

TEST(PlotScaleTest, ALogarithmOfNothingIsAGap) {
    Plot linear;
    linear.panels = {panelOf({0, 10}, {1, 2})};
    const Plot plot = withLogarithmicX(linear);
    EXPECT_FALSE(std::isfinite(plot.panels[0].curves[0].x[0]));
    EXPECT_DOUBLE_EQ(plot.panels[0].curves[0].x[1], 1);
}

} // namespace
} // namespace latentscape
