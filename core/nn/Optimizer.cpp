#include "core/nn/Optimizer.h"

#include "core/nn/Adam.h"
#include "core/nn/GradientNorm.h"
#include "core/nn/RmsProp.h"
#include "core/nn/Sgd.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace latentscape {

namespace {

bool haveOneState(const OptimizerConfig& a, const OptimizerConfig& b) {
    const auto isAdam = [](OptimizerKind kind) {
        return kind == OptimizerKind::Adam || kind == OptimizerKind::AdamW;
    };
    if (a.kind == OptimizerKind::RmsProp && b.kind == OptimizerKind::RmsProp) {
        return (a.momentum > 0) == (b.momentum > 0);
    }
    return a.kind == b.kind || (isAdam(a.kind) && isAdam(b.kind));
}

} // namespace

bool Optimizer::step(ParameterStore& parameters, float learningRate) {
    const float squaredNorm = squaredGradientNorm(parameters);
    if (!std::isfinite(squaredNorm)) {
        return false;
    }
    ++m_stepCount;
    m_gradientNorm = std::sqrt(squaredNorm);
    update(parameters, learningRate, clippingScale(squaredNorm, m_config.clipNorm));
    return true;
}

OptimizerConfig customary(OptimizerKind kind) {
    OptimizerConfig config;
    config.kind = kind;
    if (kind == OptimizerKind::RmsProp) {
        config.momentum = 0;
        config.beta2 = 0.99f;
    } else if (kind == OptimizerKind::AdamW) {
        config.weightDecay = 0.01f;
    }
    return config;
}

std::unique_ptr<Optimizer> makeOptimizer(const OptimizerConfig& config, std::size_t size) {
    switch (config.kind) {
    case OptimizerKind::Sgd:
        return std::make_unique<Sgd>(config, size);
    case OptimizerKind::RmsProp:
        return std::make_unique<RmsProp>(config, size);
    case OptimizerKind::Adam:
    case OptimizerKind::AdamW:
        break;
    }
    return std::make_unique<Adam>(config, size);
}

void changeOptimizer(std::unique_ptr<Optimizer>& optimizer, const OptimizerConfig& config, std::size_t size) {
    if (haveOneState(optimizer->config(), config)) {
        optimizer->setConfig(config);
        return;
    }
    const std::unique_ptr<Optimizer> before = std::exchange(optimizer, makeOptimizer(config, size));
    optimizer->setGradientNorm(before->gradientNorm());
    if (before->config().kind == config.kind) {
        optimizer->setStepCount(before->stepCount());
        std::ranges::copy(before->state()[0].values, optimizer->state()[0].values.begin()); // the mean square
    }
}

} // namespace latentscape
