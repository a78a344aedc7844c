#include "core/nn/Activation.h"

#include "core/nn/PlanCache.h"
#include "core/tensor/Dnnl.h"
#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"

namespace latentscape {

namespace {

struct Part {
    Range elements;
    onednn::Eltwise function;
};

onednn::Eltwise build(Activation::Kind kind, std::int64_t count, float slope) {
    using enum Activation::Kind;
    using enum dnnl::algorithm;
    switch (kind) {
    case Relu:
        return {eltwise_relu, count, 0.0f};
    case LeakyRelu:
        return {eltwise_relu, count, slope};
    case Sigmoid:
        return {eltwise_logistic, count, 0.0f};
    case Tanh:
        return {eltwise_tanh, count, 0.0f};
    case Softplus:
        return {eltwise_soft_relu, count, 1.0f};
    case Silu:
        return {eltwise_swish, count, 1.0f};
    }
    throw Error(ErrorKind::Usage, "unknown activation");
}

std::vector<Part> cut(Activation::Kind kind, std::int64_t count, float slope) {
    constexpr std::int64_t kGrain = 25'000; // elements worth a thread
    const int threads = partsFor(count, kGrain);
    std::vector<Part> parts;
    for (int i = 0; i < threads; ++i) {
        const Range range = partOf(count, i, threads);
        if (range.first < range.last) {
            parts.push_back({range, build(kind, range.last - range.first, slope)});
        }
    }
    return parts;
}

} // namespace

struct Activation::Plans : PlanCache<std::vector<Part>> {};

Activation::Activation(Kind kind, float slope)
    : m_kind(kind)
    , m_slope(slope)
    , m_plans(std::make_unique<Plans>()) {}

Activation::~Activation() = default;

std::string Activation::name() const {
    using enum Kind;
    switch (m_kind) {
    case Relu:
        return "relu";
    case LeakyRelu:
        return "leaky_relu";
    case Sigmoid:
        return "sigmoid";
    case Tanh:
        return "tanh";
    case Softplus:
        return "softplus";
    case Silu:
        return "silu";
    }
    return {};
}

Shape Activation::declare(const Shape& input, ParameterStore&, const std::string&) {
    return input;
}

void Activation::forward(const Tensor& x, Tensor& y, Mode) {
    auto& parts = m_plans->get(x.size(), [&] { return cut(m_kind, x.size(), m_slope); });
    parallelParts(static_cast<int>(parts.size()), [&](int i) {
        auto& [elements, function] = parts[static_cast<std::size_t>(i)];
        function.forward(x.data() + elements.first, y.data() + elements.first);
    });
}

void Activation::backward(const Tensor& x, const Tensor&, Tensor& dy, Tensor* dx, WeightGradients) {
    if (!dx) {
        return;
    }
    auto& parts = m_plans->get(x.size(), [&] { return cut(m_kind, x.size(), m_slope); });
    parallelParts(static_cast<int>(parts.size()), [&](int i) {
        auto& [elements, function] = parts[static_cast<std::size_t>(i)];
        const std::int64_t first = elements.first;
        function.backward(x.data() + first, dy.data() + first, dx->data() + first);
    });
}

} // namespace latentscape
