#include "core/nn/Sgd.h"

#include "core/nn/ParameterParts.h"
#include "core/tensor/Simd.h"

namespace latentscape {

namespace {

LATENTSCAPE_SIMD void update(float* w, const float* g, float* v, const OptimizerConfig& c, float lr,
                             std::int64_t first, std::int64_t last) {
    const float momentum = c.momentum;
    const float decay = c.weightDecay;
#pragma omp simd
    for (std::int64_t i = first; i < last; ++i) {
        v[i] = momentum * v[i] + (g[i] + decay * w[i]);
        w[i] -= lr * v[i];
    }
}

} // namespace

Sgd::Sgd(const OptimizerConfig& config, std::size_t size)
    : m_config(config)
    , m_velocity(size) {}

void Sgd::step(ParameterStore& parameters, float learningRate) {
    ++m_stepCount;
    forEachParameterPart(parameters, [&](std::int64_t first, std::int64_t last) {
        update(parameters.mutableValues().data(), parameters.gradients().data(), m_velocity.data(), m_config,
               learningRate, first, last);
    });
}

std::vector<Optimizer::StateBuffer> Sgd::state() {
    return {{"velocity", m_velocity.span()}};
}

} // namespace latentscape
