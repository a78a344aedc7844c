// A small 8-bit picture, finished for the screen or a file: previews, samples, sheets.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace latentscape {

struct ImageShape {
    int channels = 1; // 1 grey, 3 RGB
    int height = 0;
    int width = 0;

    std::int64_t pixels() const { return std::int64_t{channels} * height * width; }
    bool operator==(const ImageShape&) const = default;
};

struct Image {
    ImageShape shape;
    std::vector<std::uint8_t> pixels; // interleaved as models see it: [height][width][channels]
};

// Floats in [0, 1] (clamped) to 8 bit; `values` holds shape.pixels() floats, interleaved.
Image toImage(std::span<const float> values, const ImageShape& shape);

} // namespace latentscape
