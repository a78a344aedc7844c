#include "core/nn/WeightAverage.h"

#include "core/nn/ParameterParts.h"
#include "core/tensor/Simd.h"

#include <algorithm>

namespace latentscape {

namespace {

LATENTSCAPE_SIMD void moveTowards(float* average, const float* w, float share, std::int64_t first,
                                  std::int64_t last) {
#pragma omp simd
    for (std::int64_t i = first; i < last; ++i) {
        average[i] += share * (w[i] - average[i]);
    }
}

} // namespace

void averageWeights(const ParameterStore& weights, std::int64_t step, float decay, ParameterStore& average) {
    const auto t = static_cast<double>(step);
    const auto share = static_cast<float>(1 - std::min(double{decay}, (1 + t) / (10 + t)));
    const float* from = weights.values().data();
    float* to = average.mutableValues().data();
    forEachParameterPart(
        weights, [&](std::int64_t first, std::int64_t last) { moveTowards(to, from, share, first, last); });
    for (const Parameter& p : weights.parameters()) {
        if (p.trained == Trained::No) {
            std::copy_n(from + p.offset, p.count, to + p.offset);
        }
    }
}

} // namespace latentscape
