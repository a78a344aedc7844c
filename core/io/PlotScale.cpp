#include "core/io/PlotScale.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr double kSkipped = 0.05; // of the x range, for the vertical range

} // namespace

void PlotRange::add(double value) {
    if (std::isfinite(value)) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
}

PlotRange PlotRange::widened(double share) const {
    if (!(low <= high)) {
        return {0, 1};
    }
    const double margin = high > low ? share * (high - low) : std::max(1e-3, 0.1 * std::abs(low));
    return {low - margin, high + margin};
}

double tickStep(const PlotRange& range, int count) {
    const double rough = range.length() / count;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough) {
            return factor * power;
        }
    }
    return 10 * power;
}

PlotRange xRange(const std::vector<PlotPanel>& panels) {
    PlotRange range;
    for (const PlotPanel& panel : panels) {
        for (const Curve& curve : panel.curves) {
            for (const double x : curve.x) {
                range.add(x);
            }
        }
    }
    return range.low < range.high ? range : range.widened(0);
}

PlotRange yRange(const PlotPanel& panel, const PlotRange& x) {
    if (panel.range) {
        return {panel.range->first, panel.range->second};
    }
    PlotRange settled;
    PlotRange all;
    for (const Curve& curve : panel.curves) {
        for (std::size_t i = 0; i < curve.x.size(); ++i) {
            all.add(curve.y[i]);
            if (curve.x[i] >= x.low + kSkipped * x.length()) {
                settled.add(curve.y[i]);
            }
        }
    }
    return (settled.low <= settled.high ? settled : all).widened(0.06);
}

Plot withLogarithmicX(Plot plot) {
    for (PlotPanel& panel : plot.panels) {
        for (Curve& curve : panel.curves) {
            for (double& x : curve.x) {
                x = std::log10(x); // not finite for zero and below: a gap
            }
        }
    }
    return plot;
}

} // namespace latentscape
