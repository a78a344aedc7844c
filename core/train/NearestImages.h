// Which images a picture is most like, pixel by pixel: whether a model has learnt some by heart. Any thread.
#pragma once

#include "core/data/Dataset.h"
#include "core/tensor/WorkWatch.h"

#include <cstdint>
#include <vector>

namespace latentscape {

struct NearImage {
    std::uint32_t index = 0;
    double error = 0; // mean squared difference of pixels in [0, 1]
};

// The `count` nearest ones, the nearest first. Throws Error (Usage) when the picture is of another shape,
// (Cancelled) as the watch wants it.
std::vector<NearImage> nearestImages(const Image& picture, const Dataset& data, int count,
                                     const WorkWatch& watch = {});

// How near images that the model has never seen come to the training images: the error of the nearest one for
// the first `most` of them, ascending. A sample that is much nearer than all of these is a copy.
std::vector<double> usualNearness(const Dataset& heldOut, const Dataset& train, std::int64_t most,
                                  const WorkWatch& watch = {});

} // namespace latentscape
