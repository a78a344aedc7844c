// How many times larger than it is a picture is written, and what stands between its pixels then.
#pragma once

#include "core/tensor/Image.h"

namespace latentscape {

enum class Scaling {
    Nearest, // each pixel becomes a square
    Smooth,  // cubic convolution
};

inline constexpr int kLargestFactor = 16;

struct Enlargement {
    int factor = 1; // 1 to kLargestFactor
    Scaling scaling = Scaling::Nearest;

    bool operator==(const Enlargement&) const = default;
};

// Throws Error (Usage) for a factor out of range.
Image enlarge(const Image& image, const Enlargement& how);

} // namespace latentscape
