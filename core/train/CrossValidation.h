// k-fold cross-validation: the images are cut in k parts, and k runs each hold out another one.
#pragma once

#include "core/data/DataSource.h"

#include <span>

namespace latentscape {

inline constexpr int kMostFolds = 100;

// Training and held-out images of fold `fold`, 0 to folds - 1. The cut is drawn by the seed; both keep the
// order of `data`. Throws Error (Usage) unless there are 2 to kMostFolds folds and as many images.
LoadedData foldOf(const Dataset& data, int fold, int folds, std::uint64_t seed);

struct Spread {
    double mean = 0;
    double deviation = 0; // the standard deviation of what the values were drawn from (n - 1); 0 of one value
};
Spread spreadOf(std::span<const double> values);

} // namespace latentscape
