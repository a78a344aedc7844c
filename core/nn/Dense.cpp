#include "core/nn/Dense.h"

#include "core/nn/GradientShares.h"
#include "core/nn/ImageParts.h"
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

// What one thread computes of y [n, units]: some units of all images, or all units of some images.
struct Part {
    Range images;
    Range units;
    Matmul forward;         // y = x [images, in] W^T + b
    Matmul backwardWeights; // dW [units, in] = dy^T x
    Matmul backwardData;    // dx [images, in] = dy W
    Rounded dy;             // [images, units], in bf16 only
};

struct Plan {
    std::vector<Part> parts;
    // Parts of images have dx to themselves and share dW and db; with parts of units it is the other way
    // round.
    GradientShares dx;
    GradientShares weights;
    GradientShares biases;
    Precision precision = Precision::F32;
    // In bf16 only:
    Rounded x;                 // [n, in]
    Rounded weight;            // [units, in]
    std::uint64_t version = 0; // of the weights
};

constexpr std::int64_t kPartWork = 300'000;   // multiply-adds worth a thread
constexpr std::int64_t kRoundGrain = 50'000;  // elements worth a thread
constexpr std::int64_t kBf16Work = 4'000'000; // multiply-adds from which rounding is the smaller part
constexpr std::int64_t kBf16Side = 64;        // oneDNN has no tiles for less

void round(const float* values, std::int64_t count, Rounded& out) {
    out.resize(static_cast<std::size_t>(count));
    parallelFor(count, kRoundGrain, [&](std::int64_t first, std::int64_t last) {
        toBf16(values + first, out.data() + first, last - first);
    });
}

// dy: [n, units].
void roundDy(const float* dy, std::int64_t units, Part& part) {
    const std::int64_t rows = part.images.last - part.images.first;
    const std::int64_t width = part.units.last - part.units.first;
    part.dy.resize(static_cast<std::size_t>(rows * width));
    for (std::int64_t i = 0; i < rows; ++i) {
        toBf16(dy + (part.images.first + i) * units + part.units.first, part.dy.data() + i * width, width);
    }
}

// A factor of a product from element `first` on: rounded, where the plan has it so.
const void* factor(const float* floats, const Rounded& rounded, std::int64_t first) {
    return rounded.empty() ? static_cast<const void*>(floats + first) : rounded.data() + first;
}

} // namespace

struct Dense::Plans : PlanCache<Plan> {
    static Plan build(std::int64_t n, std::int64_t inputs, std::int64_t units, bool bias, float slope,
                      Precision wished) {
        const int parts = partsFor(n * inputs * units, kPartWork);
        // The larger of the two stays in each core's cache: what goes through, or the weights.
        const bool byImages = n >= parts && n * (inputs + units) > inputs * units;
        const bool rounds = wished == Precision::Bf16 && hasFastBf16() && n * inputs * units >= kBf16Work &&
                            std::min(inputs, byImages ? units : units / parts) >= kBf16Side;
        Plan plan;
        plan.precision = rounds ? Precision::Bf16 : Precision::F32;
        for (int i = 0; i < parts; ++i) {
            const Range images = byImages ? imagesOf(n, i, parts) : Range{0, n};
            const Range ofUnits = byImages ? Range{0, units} : partOf(units, i, parts);
            const std::int64_t rows = images.last - images.first;
            const std::int64_t width = ofUnits.last - ofUnits.first;
            if (width == 0) {
                break;
            }
            const std::int64_t rowOfDy = rounds ? width : units;
            plan.parts.push_back(
                {images,
                 ofUnits,
                 Matmul({.m = rows,
                         .k = inputs,
                         .n = width,
                         .transpose = Transpose::B,
                         .bias = bias,
                         .slope = slope,
                         .rowOfC = units,
                         .precision = plan.precision}),
                 Matmul({.m = width,
                         .k = rows,
                         .n = inputs,
                         .transpose = Transpose::A,
                         .rowOfA = rowOfDy,
                         .precision = plan.precision}),
                 Matmul({.m = rows, .k = width, .n = inputs, .rowOfA = rowOfDy, .precision = plan.precision}),
                 {}});
        }
        const std::int64_t contributors = std::ssize(plan.parts);
        plan.dx = {n * inputs, byImages ? 1 : contributors};
        plan.weights = {units * inputs, byImages ? contributors : 1};
        plan.biases = {units, byImages ? contributors : 1};
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
    const float* bias = m_hasBias ? m_store->value(m_bias).data() : nullptr;
    if (plan.precision == Precision::Bf16) {
        round(x.data(), x.size(), plan.x);
        if (plan.version != m_store->version()) {
            round(weight, m_units * m_inputs, plan.weight);
            plan.version = m_store->version();
        }
    }
    parallelParts(static_cast<int>(plan.parts.size()), [&](int index) {
        Part& part = plan.parts[static_cast<std::size_t>(index)];
        const void* a = factor(x.data(), plan.x, part.images.first * m_inputs);
        const void* b = factor(weight, plan.weight, part.units.first * m_inputs);
        float* c = y.data() + part.images.first * m_units + part.units.first;
        if (bias) {
            part.forward.run(a, b, bias + part.units.first, c);
        } else {
            part.forward.run(a, b, c);
        }
    });
}

void Dense::backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx, WeightGradients gradients) {
    Plan& plan =
        m_plans->get(x.dim(0), []() -> Plan { throw Error(ErrorKind::Usage, "backward without forward"); });
    const bool learn = gradients == WeightGradients::Write;
    const float* weight = m_store->value(m_weight).data();
    const std::span<float> dWeight = m_store->gradient(m_weight);
    const std::span<float> dBias = m_hasBias && learn ? m_store->gradient(m_bias) : std::span<float>();
    parallelParts(static_cast<int>(plan.parts.size()), [&](int index) {
        Part& part = plan.parts[static_cast<std::size_t>(index)];
        const Range images = part.images;
        const Range units = part.units;
        const std::int64_t row = images.first * m_units;
        rectifyBackward(y.data() + row, dy.data() + row,
                        dBias.empty() ? nullptr : plan.biases.of(index, dBias),
                        {images.last - images.first, m_units, units.first, units.last}, m_slope);
        if (plan.precision == Precision::Bf16) {
            roundDy(dy.data(), m_units, part);
        }
        const void* ownDy =
            part.dy.empty() ? static_cast<const void*>(dy.data() + row + units.first) : part.dy.data();
        if (learn) {
            part.backwardWeights.run(ownDy, factor(x.data(), plan.x, images.first * m_inputs),
                                     plan.weights.of(index, dWeight) + units.first * m_inputs);
        }
        if (dx) {
            part.backwardData.run(ownDy, factor(weight, plan.weight, units.first * m_inputs),
                                  plan.dx.of(index, dx->values()) + images.first * m_inputs);
        }
    });
    if (learn) {
        plan.weights.addTo(dWeight);
        plan.biases.addTo(dBias);
    }
    if (dx) {
        plan.dx.addTo(dx->values());
    }
}

} // namespace latentscape
