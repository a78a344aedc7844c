#include "core/nn/GradientNorm.h"

#include "core/nn/ParameterParts.h"
#include "core/tensor/Simd.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

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

GradientFade gradientFade(const ParameterStore& parameters) {
    struct Network {
        double most = 0;
        double least = std::numeric_limits<double>::infinity();
        const std::string* weakest = nullptr;
    };
    std::map<std::string, Network> networks;
    for (const Parameter& p : parameters.parameters()) {
        if (p.trained == Trained::No || p.shape.size() < 2) {
            continue;
        }
        const auto gradient = parameters.gradients().subspan(p.offset, p.count);
        const double size = std::sqrt(double{sumOfSquares(gradient.data(), std::ssize(gradient))} /
                                      static_cast<double>(p.count));
        Network& network = networks[p.name.substr(0, p.name.find('.'))];
        network.most = std::max(network.most, size);
        if (size < network.least) {
            network.least = size;
            network.weakest = &p.name;
        }
    }
    GradientFade fade;
    for (const auto& [name, network] : networks) {
        // A network without any gradient has nothing to lose on the way.
        const double share = network.most > 0 ? network.least / network.most : 1;
        if (share < double{fade.share}) {
            fade = {static_cast<float>(share), *network.weakest};
        }
    }
    return fade;
}

} // namespace latentscape
