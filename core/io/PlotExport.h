// Line plots to files without a window: for machines without a display, and for reports.
#pragma once

#include "core/io/Provenance.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace latentscape {

struct Curve {
    std::string name; // at the end of the line; may be empty
    std::uint32_t rgb = 0;
    std::vector<double> x; // ascending
    std::vector<double> y;
    bool dashed = false;
};

struct PlotPanel {
    std::vector<Curve> curves;
    double share = 1;                                    // of the height, beside those of the other panels
    std::optional<std::pair<double, double>> range = {}; // of the values; else it follows them
};

enum class XAxis { Linear, Logarithmic };

// Panels one below the other that share the x axis.
struct Plot {
    std::string title; // may be empty
    std::string xLabel;
    std::vector<PlotPanel> panels;
    XAxis axis = XAxis::Linear;
};

enum class PlotFormat { Png, Svg, Pdf };

// By the ending of the name. Throws Error (Usage) for any other.
PlotFormat plotFormatOf(const std::filesystem::path& file);

// Axes with round numbers, names at the lines' ends; a value that is not finite leaves a gap, and of many
// points in one column of pixels only the extremes are drawn. The vertical range leaves out the steep first
// twentieth of the lines. The ending of the name decides on the format: .png, .svg or .pdf. Atomic. Throws
// Error (Io), and (Usage) for another ending and when x and y differ in length.
// A .png carries `made`, if there is one: whose plot it is.
// On a logarithmic axis a point at zero or below leaves a gap, too.
//
// Text needs a QGuiApplication. Where there is none (the command line) one lives for the length of the call,
// on Qt's "offscreen" platform; the call must then come from the main thread.
void savePlot(const std::filesystem::path& file, const Plot& plot, const Provenance* made = nullptr);

// The element alone, for a page; it has a viewBox and no size of its own.
std::string plotSvg(const Plot& plot);

} // namespace latentscape
