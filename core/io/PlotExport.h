// Line plots to PNG files without a window: for machines without a display.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace latentscape {

struct Curve {
    std::string name; // at the end of the line; may be empty
    std::uint32_t rgb = 0;
    std::vector<double> x; // ascending
    std::vector<double> y;
    bool dashed = false;
};

enum class XAxis { Linear, Logarithmic };

// Axes with round numbers, names at the lines' ends; a value that is not finite leaves a gap, and of many
// points in one column of pixels only the extremes are drawn. The vertical range leaves out the steep first
// twentieth of the lines. Atomic. Throws Error (Io), and (Usage) when x and y differ in length.
// On a logarithmic axis a point at zero or below leaves a gap, too.
//
// Text needs a QGuiApplication. Where there is none (the command line) one lives for the length of the call,
// on Qt's "offscreen" platform; the call must then come from the main thread.
void savePlotPng(const std::filesystem::path& file, const std::string& title, const std::string& xLabel,
                 const std::vector<Curve>& curves, XAxis axis = XAxis::Linear);

} // namespace latentscape
