#include "core/nn/Adam.h"

#include "core/nn/ParameterParts.h"
#include "core/tensor/Simd.h"

#include <cmath>

namespace latentscape {

namespace {

struct Coefficients {
    float beta1;
    float beta2;
    float stepSize;      // lr / (1 - beta1^t)
    float varianceScale; // 1 / sqrt(1 - beta2^t)
    float epsilon;
    float gradientScale;
    float gradientDecay; // L2: added to the gradient
    float weightFactor;  // decoupled: weights shrink by it
};

LATENTSCAPE_SIMD void updateRange(float* w, const float* g, float* m, float* v,
                                  const Coefficients& coefficients, std::int64_t first, std::int64_t last) {
    const Coefficients c = coefficients;
#pragma omp simd
    for (std::int64_t i = first; i < last; ++i) {
        const float weight = w[i];
        const float gradient = c.gradientScale * g[i] + c.gradientDecay * weight;
        m[i] += (1.0f - c.beta1) * (gradient - m[i]);
        v[i] = c.beta2 * v[i] + (1.0f - c.beta2) * gradient * gradient;
        const float denominator = fastSqrt(v[i]) * c.varianceScale + c.epsilon;
        w[i] = weight * c.weightFactor - c.stepSize * m[i] / denominator;
    }
}

} // namespace

Adam::Adam(const OptimizerConfig& config, std::size_t size)
    : Optimizer(config)
    , m_mean(size)
    , m_variance(size) {}

void Adam::update(ParameterStore& parameters, float learningRate, float gradientScale) {
    const auto t = static_cast<double>(stepCount());
    const bool decoupled = m_config.kind == OptimizerKind::AdamW;
    const Coefficients c{
        .beta1 = m_config.beta1,
        .beta2 = m_config.beta2,
        .stepSize = static_cast<float>(learningRate / (1.0 - std::pow(double{m_config.beta1}, t))),
        .varianceScale = static_cast<float>(1.0 / std::sqrt(1.0 - std::pow(double{m_config.beta2}, t))),
        .epsilon = m_config.epsilon,
        .gradientScale = gradientScale,
        .gradientDecay = decoupled ? 0.0f : m_config.weightDecay,
        .weightFactor = decoupled ? 1.0f - learningRate * m_config.weightDecay : 1.0f,
    };
    float* w = parameters.mutableValues().data();
    const float* g = parameters.gradients().data();
    forEachParameterPart(parameters, [&](std::int64_t first, std::int64_t last) {
        updateRange(w, g, m_mean.data(), m_variance.data(), c, first, last);
    });
}

std::vector<Optimizer::StateBuffer> Adam::state() {
    return {{"m", m_mean.span()}, {"v", m_variance.span()}};
}

} // namespace latentscape
