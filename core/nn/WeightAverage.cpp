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

WeightAverage::WeightAverage(const ParameterStore& parameters, float decay)
    : m_values(parameters.values().size())
    , m_decay(decay) {
    std::ranges::copy(parameters.values(), m_values.data());
}

void WeightAverage::add(const ParameterStore& parameters) {
    const auto t = static_cast<double>(m_count++);
    const auto share = static_cast<float>(1 - std::min(double{m_decay}, (1 + t) / (10 + t)));
    const float* weights = parameters.values().data();
    forEachParameterPart(parameters, [&](std::int64_t first, std::int64_t last) {
        moveTowards(m_values.data(), weights, share, first, last);
    });
    for (const Parameter& p : parameters.parameters()) {
        if (p.trained == Trained::No) {
            std::copy_n(weights + p.offset, p.count, m_values.data() + p.offset);
        }
    }
}

} // namespace latentscape
