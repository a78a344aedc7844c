// The embedded data set: white shapes on black in the spirit of dSprites (Matthey et al. 2017), drawn with
// anti-aliasing from a seed. The factors are kept as labels: shape (square, ellipse, heart), scale, rotation,
// x, y.
#pragma once

#include "core/data/Dataset.h"

namespace latentscape {

struct ShapesOptions {
    std::int64_t count = 20000;
    int side = 28;
    std::uint64_t seed = 0;
};

// Under a second for the default count. Throws Error for impossible options.
Dataset makeShapes(const ShapesOptions& options = {});

} // namespace latentscape
