// The nearest neighbours of points among themselves, exactly: distances in blocks by matrix products. Spread
// over the calling thread's compute threads.
#pragma once

#include "core/tensor/Tensor.h"
#include "core/tensor/WorkWatch.h"

#include <cstdint>
#include <vector>

namespace latentscape {

struct Neighbours {
    std::int64_t each = 0;              // neighbours of a point
    std::vector<std::uint32_t> indices; // [n, each], the nearest first, of equal ones that of the lower index
    std::vector<float> squares;         // [n, each]: their squared distances
};

// points [n, d]; each: at most n - 1 of them. No point is a neighbour of itself, but of others of its place.
Neighbours nearestNeighbours(const Tensor& points, std::int64_t each, const WorkWatch& watch = {});

} // namespace latentscape
