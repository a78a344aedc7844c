#include "core/nn/GradientNorm.h"

#include "core/nn/ParameterParts.h"
#include "core/tensor/Simd.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

LATENTSCAPE_SIMD float sumOfSquares(const float* values, std::int64_t count) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < count; ++i) {
        sum += values[i] * values[i];
    }
    return sum;
}

} // namespace

float squaredGradientNorm(const ParameterStore& parameters) {
    const float* gradients = parameters.gradients().data();
    const int parts = parameterParts(parameters);
    return static_cast<float>(sumOfParts(parts, [&](int part) {
        double sum = 0;
        forParameterPart(parameters, part, parts, [&](std::int64_t first, std::int64_t last) {
            sum += double{sumOfSquares(gradients + first, last - first)};
        });
        return sum;
    }));
}

float clippingScale(float squaredNorm, float clipNorm) {
    constexpr float kTiny = 1e-6f; // for a norm of zero
    return clipNorm > 0 ? std::min(1.0f, clipNorm / (std::sqrt(squaredNorm) + kTiny)) : 1.0f;
}

} // namespace latentscape
