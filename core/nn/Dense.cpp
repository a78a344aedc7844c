#include "core/nn/Dense.h"

#include "core/nn/PlanCache.h"
#include "core/tensor/Dnnl.h"
#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"
#include "core/tensor/Simd.h"

#include <cmath>

namespace latentscape {

namespace {

using onednn::Matmul;
using onednn::Transpose;

// The units [units.first, units.last): what one thread computes.
struct Part {
    Range units;
    Matmul forward;         // y [n, units] = x [n, in] W^T + b
    Matmul backwardWeights; // dW [units, in] = dy^T x
    Matmul backwardData;    // this part's share of dx [n, in] = dy W
    Tensor dx;              // the share, of all parts but the first: [n, in]
};

struct Plan {
    std::vector<Part> parts;

    void addShares(Tensor& dx) const;
};

constexpr std::int64_t kPartWork = 300'000; // multiply-adds worth a thread
constexpr std::int64_t kSumGrain = 50'000;  // elements worth a thread

// dy, where y is what a ReLU gave: zero where the ReLU was closed; db: the sum of each column. Columns
// [first, last).
LATENTSCAPE_SIMD void maskAndSum(const float* y, float* dy, float* db, std::int64_t rows,
                                 std::int64_t columns, std::int64_t first, std::int64_t last) {
    std::fill(db + first, db + last, 0.0f);
    for (std::int64_t i = 0; i < rows; ++i) {
        const float* yRow = y + i * columns;
        float* dyRow = dy + i * columns;
#pragma omp simd
        for (std::int64_t j = first; j < last; ++j) {
            const float g = yRow[j] > 0.0f ? dyRow[j] : 0.0f;
            dyRow[j] = g;
            db[j] += g;
        }
    }
}

LATENTSCAPE_SIMD void sumColumns(const float* dy, float* db, std::int64_t rows, std::int64_t columns,
                                 std::int64_t first, std::int64_t last) {
    std::fill(db + first, db + last, 0.0f);
    for (std::int64_t i = 0; i < rows; ++i) {
#pragma omp simd
        for (std::int64_t j = first; j < last; ++j) {
            db[j] += dy[i * columns + j];
        }
    }
}

LATENTSCAPE_SIMD void add(float* sum, const float* share, std::int64_t first, std::int64_t last) {
#pragma omp simd
    for (std::int64_t i = first; i < last; ++i) {
        sum[i] += share[i];
    }
}

void Plan::addShares(Tensor& dx) const {
    for (std::size_t i = 1; i < parts.size(); ++i) {
        parallelFor(dx.size(), kSumGrain, [&](std::int64_t first, std::int64_t last) {
            add(dx.data(), parts[i].dx.data(), first, last);
        });
    }
}

} // namespace

struct Dense::Plans : PlanCache<Plan> {
    static Plan build(std::int64_t n, std::int64_t inputs, std::int64_t units, Fused activation) {
        Plan plan;
        const int parts = partsFor(n * inputs * units, kPartWork);
        for (int i = 0; i < parts; ++i) {
            const Range range = partOf(units, i, parts);
            const std::int64_t width = range.last - range.first;
            if (width == 0) {
                break;
            }
            plan.parts.push_back(
                {range,
                 Matmul({.m = n,
                         .k = inputs,
                         .n = width,
                         .transpose = Transpose::B,
                         .epilogue =
                             activation == Fused::Relu ? Matmul::Epilogue::BiasRelu : Matmul::Epilogue::Bias,
                         .rowOfC = units}),
                 Matmul({.m = width, .k = n, .n = inputs, .transpose = Transpose::A, .rowOfA = units}),
                 Matmul({.m = n, .k = width, .n = inputs, .rowOfA = units}),
                 i == 0 ? Tensor() : Tensor({n, inputs})});
        }
        return plan;
    }
};

Dense::Dense(std::int64_t units, Fused activation)
    : m_units(units)
    , m_activation(activation)
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
    m_weight = store.declare(prefix + ".weight", {m_units, m_inputs}, bound);
    m_bias = store.declare(prefix + ".bias", {m_units}, bound);
    return {m_units};
}

void Dense::forward(const Tensor& x, Tensor& y) {
    const std::int64_t n = x.dim(0);
    Plan& plan = m_plans->get(n, [&] { return m_plans->build(n, m_inputs, m_units, m_activation); });
    const float* weight = m_store->value(m_weight).data();
    const float* bias = m_store->value(m_bias).data();
    parallelParts(static_cast<int>(plan.parts.size()), [&](int index) {
        Part& part = plan.parts[static_cast<std::size_t>(index)];
        const std::int64_t first = part.units.first;
        part.forward.run(x.data(), weight + first * m_inputs, bias + first, y.data() + first);
    });
}

void Dense::backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx) {
    const std::int64_t n = x.dim(0);
    Plan& plan = m_plans->get(n, []() -> Plan { throw Error(ErrorKind::Usage, "backward without forward"); });
    const float* weight = m_store->value(m_weight).data();
    float* dWeight = m_store->gradient(m_weight).data();
    float* dBias = m_store->gradient(m_bias).data();
    parallelParts(static_cast<int>(plan.parts.size()), [&](int index) {
        Part& part = plan.parts[static_cast<std::size_t>(index)];
        const auto [first, last] = part.units;
        if (m_activation == Fused::Relu) {
            maskAndSum(y.data(), dy.data(), dBias, n, m_units, first, last);
        } else {
            sumColumns(dy.data(), dBias, n, m_units, first, last);
        }
        part.backwardWeights.run(dy.data() + first, x.data(), dWeight + first * m_inputs);
        if (dx) {
            part.backwardData.run(dy.data() + first, weight + first * m_inputs,
                                  index == 0 ? dx->data() : part.dx.data());
        }
    });
    if (dx) {
        plan.addShares(*dx);
    }
}

} // namespace latentscape
