// The colours of the points of a map: of classes, which differ for the colour-blind too, or of a figure from
// its low to its high values. Plain values.
#pragma once

#include <QColor>

#include <cstdint>
#include <span>
#include <vector>

namespace latentscape {

struct MapColours {
    std::vector<QColor> palette;
    std::vector<std::uint8_t> ofPoints; // indices of the palette
    float low = 0;                      // of a figure: where the palette begins
    float high = 0;                     // and ends

    // After ten classes the colours come again.
    static MapColours ofClasses(std::span<const float> classes);
    // From the 2nd to the 98th of a hundred values; what lies beyond has the colour of the end.
    static MapColours ofFigure(std::span<const float> values, bool onDark);
    static MapColours plain(std::size_t points, const QColor& colour);
    static QColor ofClass(int index);
};

} // namespace latentscape
