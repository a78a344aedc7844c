#include "core/nn/Dense.h"

#include "core/nn/PlanCache.h"
#include "core/tensor/Dnnl.h"
#include "core/tensor/Error.h"
#include "core/tensor/Simd.h"

#include <cmath>

namespace latentscape {

namespace {

using onednn::Matmul;
using onednn::Transpose;

struct Plan {
    Matmul forward;         // y [n, out] = x [n, in] W^T + b
    Matmul backwardWeights; // dW [out, in] = dy^T x
    Matmul backwardData;    // dx [n, in] = dy W
};

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

} // namespace

struct Dense::Plans : PlanCache<Plan> {};

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
    Plan& plan = m_plans->get(n, [&] {
        const auto epilogue =
            m_activation == Fused::Relu ? Matmul::Epilogue::BiasRelu : Matmul::Epilogue::Bias;
        return Plan{Matmul(n, m_inputs, m_units, Transpose::B, epilogue),
                    Matmul(m_units, n, m_inputs, Transpose::A),
                    Matmul(n, m_units, m_inputs, Transpose::None)};
    });
    plan.forward.run(x.data(), m_store->value(m_weight).data(), m_store->value(m_bias).data(), y.data());
}

void Dense::backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx) {
    const std::int64_t n = x.dim(0);
    Plan& plan = m_plans->get(n, []() -> Plan { throw Error(ErrorKind::Usage, "backward without forward"); });
    float* db = m_store->gradient(m_bias).data();
    const bool relu = m_activation == Fused::Relu;
    constexpr std::int64_t kGrain = 20'000; // elements worth a thread
    parallelFor(m_units, kGrain / n + 1, [&](std::int64_t first, std::int64_t last) {
        relu ? maskAndSum(y.data(), dy.data(), db, n, m_units, first, last)
             : sumColumns(dy.data(), db, n, m_units, first, last);
    });
    plan.backwardWeights.run(dy.data(), x.data(), m_store->gradient(m_weight).data());
    if (dx) {
        plan.backwardData.run(dy.data(), m_store->value(m_weight).data(), dx->data());
    }
}

} // namespace latentscape
