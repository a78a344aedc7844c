// Errors as colours on the stage's grey (#2a2b2e), the same in the window and in files.
#pragma once

#include "core/tensor/Image.h"

#include <span>

namespace latentscape {

// What is brighter than the original is orange, what is darker is blue; an error of `fullScale` (in [0, 1])
// has full colour. errors: [height, width], -1 to 1.
Image signedErrorImage(std::span<const float> errors, int height, int width, float fullScale);

// The larger, the lighter, whatever its sign.
Image absoluteErrorImage(std::span<const float> errors, int height, int width, float fullScale);

// The signed errors of one image, mean over its channels. Grey or RGB in, RGB out.
Image differenceImage(const Image& original, const Image& generated, float fullScale);

} // namespace latentscape
