#include "core/nn/Sgd.h"

#include "core/nn/ParameterParts.h"
#include "core/tensor/Simd.h"

namespace latentscape {

namespace {

// The step is ofVelocity v + ofGradient g: lr v, or with Nesterov lr (momentum v + g).
struct Coefficients {
    float momentum;
    float gradientScale;
    float gradientDecay;
    float ofVelocity;
    float ofGradient;
};

LATENTSCAPE_SIMD void updateRange(float* w, const float* g, float* v, const Coefficients& coefficients,
                                  std::int64_t first, std::int64_t last) {
    const Coefficients c = coefficients;
#pragma omp simd
    for (std::int64_t i = first; i < last; ++i) {
        const float gradient = c.gradientScale * g[i] + c.gradientDecay * w[i];
        v[i] = c.momentum * v[i] + gradient;
        w[i] -= c.ofVelocity * v[i] + c.ofGradient * gradient;
    }
}

} // namespace

Sgd::Sgd(const OptimizerConfig& config, std::size_t size)
    : Optimizer(config)
    , m_velocity(size) {}

void Sgd::update(ParameterStore& parameters, float learningRate, float gradientScale) {
    const Coefficients c{
        .momentum = m_config.momentum,
        .gradientScale = gradientScale,
        .gradientDecay = m_config.weightDecay,
        .ofVelocity = m_config.nesterov ? learningRate * m_config.momentum : learningRate,
        .ofGradient = m_config.nesterov ? learningRate : 0.0f,
    };
    float* w = parameters.mutableValues().data();
    const float* g = parameters.gradients().data();
    forEachParameterPart(parameters, [&](std::int64_t first, std::int64_t last) {
        updateRange(w, g, m_velocity.data(), c, first, last);
    });
}

std::vector<Optimizer::StateBuffer> Sgd::state() {
    return {{"velocity", m_velocity.span()}};
}

} // namespace latentscape
