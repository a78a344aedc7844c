#include "core/nn/RmsProp.h"

#include "core/nn/ParameterParts.h"
#include "core/tensor/Simd.h"

#include <cmath>

namespace latentscape {

namespace {

struct Coefficients {
    float learningRate;
    float beta2;
    float epsilon;
    float momentum;
    float gradientScale;
    float gradientDecay;
};

LATENTSCAPE_SIMD void updateRange(float* w, const float* g, float* s, const Coefficients& coefficients,
                                  std::int64_t first, std::int64_t last) {
    const Coefficients c = coefficients;
#pragma omp simd
    for (std::int64_t i = first; i < last; ++i) {
        const float gradient = c.gradientScale * g[i] + c.gradientDecay * w[i];
        s[i] = c.beta2 * s[i] + (1.0f - c.beta2) * gradient * gradient;
        w[i] -= c.learningRate * gradient / (std::sqrt(s[i]) + c.epsilon);
    }
}

LATENTSCAPE_SIMD void updateRangeWithMomentum(float* w, const float* g, float* s, float* v,
                                              const Coefficients& coefficients, std::int64_t first,
                                              std::int64_t last) {
    const Coefficients c = coefficients;
#pragma omp simd
    for (std::int64_t i = first; i < last; ++i) {
        const float gradient = c.gradientScale * g[i] + c.gradientDecay * w[i];
        s[i] = c.beta2 * s[i] + (1.0f - c.beta2) * gradient * gradient;
        v[i] = c.momentum * v[i] + gradient / (std::sqrt(s[i]) + c.epsilon);
        w[i] -= c.learningRate * v[i];
    }
}

} // namespace

RmsProp::RmsProp(const OptimizerConfig& config, std::size_t size)
    : Optimizer(config)
    , m_meanSquare(size)
    , m_velocity(config.momentum > 0 ? size : 0) {}

void RmsProp::update(ParameterStore& parameters, float learningRate, float gradientScale) {
    const Coefficients c{
        .learningRate = learningRate,
        .beta2 = m_config.beta2,
        .epsilon = m_config.epsilon,
        .momentum = m_config.momentum,
        .gradientScale = gradientScale,
        .gradientDecay = m_config.weightDecay,
    };
    float* w = parameters.mutableValues().data();
    const float* g = parameters.gradients().data();
    forEachParameterPart(parameters, [&](std::int64_t first, std::int64_t last) {
        if (m_velocity.size() == 0) {
            updateRange(w, g, m_meanSquare.data(), c, first, last);
        } else {
            updateRangeWithMomentum(w, g, m_meanSquare.data(), m_velocity.data(), c, first, last);
        }
    });
}

std::vector<Optimizer::StateBuffer> RmsProp::state() {
    std::vector<StateBuffer> buffers{{"mean_square", m_meanSquare.span()}};
    if (m_velocity.size() != 0) {
        buffers.push_back({"velocity", m_velocity.span()});
    }
    return buffers;
}

} // namespace latentscape
