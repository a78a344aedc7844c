// What of a plot is seen, and where its axes have their numbers. Plain values.
#pragma once

#include "core/io/PlotExport.h"

#include <limits>

namespace latentscape {

struct PlotRange {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double value); // unless it is not finite
    // With so much more at both ends; never empty, so that one divides by its length.
    PlotRange widened(double share) const;
    double length() const { return high - low; }
};

// The step of 1, 2 or 5 times a power of ten that gives about `count` ticks.
double tickStep(const PlotRange& range, int count);

// Of all panels, which share it.
PlotRange xRange(const std::vector<PlotPanel>& panels);
// Of the values after the steep first twentieth of `x`, if there are any.
PlotRange yRange(const PlotPanel& panel, const PlotRange& x);

// Each x is its logarithm; of zero and below it is not finite, which leaves a gap.
Plot withLogarithmicX(Plot plot);

} // namespace latentscape
