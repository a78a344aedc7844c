#include "core/nn/Dense.h"

#include "core/nn/GradientShares.h"
#include "core/nn/PlanCache.h"
#include "core/nn/Rectifier.h"
#include "core/tensor/Dnnl.h"
#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"

#include <cmath>

namespace latentscape {

namespace {

using onednn::Matmul;
using onednn::Transpose;

using Rounded = std::vector<std::uint16_t>;

// The units [units.first, units.last): what one thread computes.
struct Part {
    Range units;
    Matmul forward;         // y [n, units] = x [n, in] W^T + b
    Matmul backwardWeights; // dW [units, in] = dy^T x
    Matmul backwardData;    // this part's share of dx [n, in] = dy W
    Tensor dx;              // the share, of all parts but the first: [n, in]
    // In bf16 only:
    Rounded weights;           // [units, in]
    std::uint64_t version = 0; // of the weights
    Rounded dy;                // [n, units]
};

struct Plan {
    Precision precision = Precision::F32;
    std::vector<Part> parts;
    Rounded x; // [n, in], in bf16 only

    void round(const Tensor& input);
};

constexpr std::int64_t kPartWork = 300'000;   // multiply-adds worth a thread
constexpr std::int64_t kRoundGrain = 50'000;  // elements worth a thread
constexpr std::int64_t kBf16Work = 4'000'000; // multiply-adds from which rounding is the smaller part
constexpr std::int64_t kBf16Side = 64;        // oneDNN has no tiles for less

void Plan::round(const Tensor& input) {
    x.resize(static_cast<std::size_t>(input.size()));
    parallelFor(input.size(), kRoundGrain, [&](std::int64_t first, std::int64_t last) {
        toBf16(input.data() + first, x.data() + first, last - first);
    });
}

// Rows [n, width] of a matrix with `stride` values a row.
void roundColumns(const float* values, std::int64_t stride, std::int64_t n, std::int64_t width,
                  Rounded& out) {
    out.resize(static_cast<std::size_t>(n * width));
    for (std::int64_t i = 0; i < n; ++i) {
        toBf16(values + i * stride, out.data() + i * width, width);
    }
}

} // namespace

struct Dense::Plans : PlanCache<Plan> {
    static Plan build(std::int64_t n, std::int64_t inputs, std::int64_t units, bool bias, float slope,
                      Precision wished) {
        Plan plan;
        const int parts = partsFor(n * inputs * units, kPartWork);
        const bool rounds = wished == Precision::Bf16 && hasFastBf16() && n * inputs * units >= kBf16Work &&
                            std::min(inputs, units / parts) >= kBf16Side;
        plan.precision = rounds ? Precision::Bf16 : Precision::F32;
        for (int i = 0; i < parts; ++i) {
            const Range range = partOf(units, i, parts);
            const std::int64_t width = range.last - range.first;
            if (width == 0) {
                break;
            }
            const std::int64_t rowOfDy = rounds ? width : units;
            plan.parts.push_back(
                {range,
                 Matmul({.m = n,
                         .k = inputs,
                         .n = width,
                         .transpose = Transpose::B,
                         .bias = bias,
                         .slope = slope,
                         .rowOfC = units,
                         .precision = plan.precision}),
                 Matmul({.m = width,
                         .k = n,
                         .n = inputs,
                         .transpose = Transpose::A,
                         .rowOfA = rowOfDy,
                         .precision = plan.precision}),
                 Matmul({.m = n, .k = width, .n = inputs, .rowOfA = rowOfDy, .precision = plan.precision}),
                 i == 0 ? Tensor() : Tensor({n, inputs}),
                 {},
                 0,
                 {}});
        }
        return plan;
    }
};

Dense::Dense(std::int64_t units, float slope, bool bias, Precision precision)
    : m_units(units)
    , m_slope(slope)
    , m_hasBias(bias)
    , m_precision(precision)
    , m_plans(std::make_unique<Plans>()) {
    if (units < 1) {
        throw Error(ErrorKind::Usage, "A dense layer needs at least one unit.");
    }
}

Dense::~Dense() = default;

Shape Dense::declare(const Shape& input, ParameterStore& store, const std::string& prefix) {
    m_inputs = elementCount(input);
    if (m_inputs < 1) {
        throw Error(ErrorKind::Usage, prefix + ": a dense layer needs at least one input.");
    }
    m_store = &store;
    const float bound = 1.0f / std::sqrt(static_cast<float>(m_inputs)); // PyTorch's default for Linear
    m_weight = store.declare(prefix + ".weight", {m_units, m_inputs}, {bound});
    if (m_hasBias) {
        m_bias = store.declare(prefix + ".bias", {m_units}, {bound});
    }
    return {m_units};
}

void Dense::forward(const Tensor& x, Tensor& y, Mode) {
    const std::int64_t n = x.dim(0);
    Plan& plan = m_plans->get(
        n, [&] { return m_plans->build(n, m_inputs, m_units, m_hasBias, m_slope, m_precision); });
    const float* weight = m_store->value(m_weight).data();
    const std::uint64_t version = m_store->version();
    const float* bias = m_hasBias ? m_store->value(m_bias).data() : nullptr;
    const bool rounds = plan.precision == Precision::Bf16;
    if (rounds) {
        plan.round(x);
    }
    parallelParts(static_cast<int>(plan.parts.size()), [&](int index) {
        Part& part = plan.parts[static_cast<std::size_t>(index)];
        const auto [first, last] = part.units;
        const float* ownWeight = weight + first * m_inputs;
        if (rounds && part.version != version) {
            roundColumns(ownWeight, m_inputs, last - first, m_inputs, part.weights);
            part.version = version;
        }
        const void* a = rounds ? static_cast<const void*>(plan.x.data()) : x.data();
        const void* b = rounds ? static_cast<const void*>(part.weights.data()) : ownWeight;
        if (bias) {
            part.forward.run(a, b, bias + first, y.data() + first);
        } else {
            part.forward.run(a, b, y.data() + first);
        }
    });
}

void Dense::backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx, WeightGradients gradients) {
    const std::int64_t n = x.dim(0);
    Plan& plan = m_plans->get(n, []() -> Plan { throw Error(ErrorKind::Usage, "backward without forward"); });
    const bool learn = gradients == WeightGradients::Write;
    const bool rounds = plan.precision == Precision::Bf16;
    const float* weight = m_store->value(m_weight).data();
    float* dWeight = m_store->gradient(m_weight).data();
    float* dBias = m_hasBias && learn ? m_store->gradient(m_bias).data() : nullptr;
    parallelParts(static_cast<int>(plan.parts.size()), [&](int index) {
        Part& part = plan.parts[static_cast<std::size_t>(index)];
        const auto [first, last] = part.units;
        rectifyBackward(y.data(), dy.data(), dBias, {n, m_units, first, last}, m_slope);
        if (rounds) {
            roundColumns(dy.data() + first, m_units, n, last - first, part.dy);
        }
        const void* ownDy = rounds ? static_cast<const void*>(part.dy.data()) : dy.data() + first;
        if (learn) {
            part.backwardWeights.run(ownDy, rounds ? static_cast<const void*>(plan.x.data()) : x.data(),
                                     dWeight + first * m_inputs);
        }
        if (dx) {
            part.backwardData.run(
                ownDy, rounds ? static_cast<const void*>(part.weights.data()) : weight + first * m_inputs,
                index == 0 ? dx->data() : part.dx.data());
        }
    });
    if (dx) {
        for (std::size_t i = 1; i < plan.parts.size(); ++i) {
            addShare(plan.parts[i].dx.data(), dx->values());
        }
    }
}

} // namespace latentscape
