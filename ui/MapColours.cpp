#include "ui/MapColours.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace latentscape {

namespace {

// Petroff 2021, "Accessible color sequences for data visualization": ten.
constexpr std::array<QRgb, 10> kClasses{0x3f90da, 0xffa90e, 0xbd1f01, 0x94a4a2, 0x832db6,
                                        0xa96b59, 0xe76300, 0xb9ac70, 0x717581, 0x92dadd};

// From what stands out least from the ground to what does most, by lightness as well as by hue.
constexpr std::array<QRgb, 3> kOnLight{0xe0bb3c, 0x7c8a8a, 0x0a2d6e};
constexpr std::array<QRgb, 3> kOnDark{0x31589c, 0x9a9c92, 0xffe14a};
constexpr int kSteps = 64;

QColor between(const QColor& a, const QColor& b, double share) {
    const auto part = [share](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * share)); };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

} // namespace

QColor MapColours::ofClass(int index) {
    return QColor::fromRgb(kClasses[static_cast<std::size_t>(index) % kClasses.size()]);
}

MapColours MapColours::ofClasses(std::span<const float> classes) {
    MapColours colours;
    for (int i = 0; i < static_cast<int>(kClasses.size()); ++i)
        colours.palette.push_back(ofClass(i));
    for (const float value : classes)
        colours.ofPoints.push_back(
            static_cast<std::uint8_t>(static_cast<std::size_t>(value) % kClasses.size()));
    return colours;
}

MapColours MapColours::ofFigure(std::span<const float> values, bool onDark) {
    MapColours colours;
    const auto& stops = onDark ? kOnDark : kOnLight;
    for (int i = 0; i < kSteps; ++i) {
        const double at = 2.0 * i / (kSteps - 1);
        const auto stop = static_cast<std::size_t>(std::min(at, 1.0));
        colours.palette.push_back(between(QColor::fromRgb(stops[stop]), QColor::fromRgb(stops[stop + 1]),
                                          at - static_cast<double>(stop)));
    }
    std::vector<float> sorted(values.begin(), values.end());
    std::erase_if(sorted, [](float value) { return !std::isfinite(value); });
    if (!sorted.empty()) {
        std::ranges::sort(sorted);
        colours.low = sorted[sorted.size() / 50];
        colours.high = sorted[sorted.size() - 1 - sorted.size() / 50];
    }
    const float range = std::max(colours.high - colours.low, 1e-12F);
    for (const float value : values) {
        const float share = std::isfinite(value) ? std::clamp((value - colours.low) / range, 0.0F, 1.0F) : 1;
        colours.ofPoints.push_back(static_cast<std::uint8_t>(share * (kSteps - 1)));
    }
    return colours;
}

MapColours MapColours::plain(std::size_t points, const QColor& colour) {
    MapColours colours;
    colours.palette = {colour};
    colours.ofPoints.assign(points, 0);
    return colours;
}

} // namespace latentscape
