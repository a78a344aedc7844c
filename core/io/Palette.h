// A colour picture told in at most 256 colours, as a GIF needs it: exactly if it has no more, else with
// colours chosen for it.
#pragma once

#include "core/tensor/Image.h"

#include <array>
#include <cstdint>
#include <vector>

namespace latentscape {

struct IndexedImage {
    std::vector<std::array<std::uint8_t, 3>> palette; // 1 to 256 colours
    std::vector<std::uint8_t> indices;                // one a pixel
};

// `image` is RGB. `dither`: where the colours are too few, neighbouring pixels take different ones, in a
// pattern that stands still from frame to frame. The same picture always gives the same result.
IndexedImage toIndexed(const Image& image, bool dither);

} // namespace latentscape
