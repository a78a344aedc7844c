#include "core/nn/ClassProjection.h"

#include "core/tensor/Parallel.h"
#include "core/tensor/Simd.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr std::int64_t kGrain = 50'000; // multiply-adds worth a thread

// x (a + b)
LATENTSCAPE_SIMD float dotOfSum(const float* x, const float* a, const float* b, std::int64_t count) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = 0; j < count; ++j) {
        sum += x[j] * (a[j] + b[j]);
    }
    return sum;
}

// a and b += scale x
LATENTSCAPE_SIMD void addToBoth(float scale, const float* x, float* a, float* b, std::int64_t count) {
#pragma omp simd
    for (std::int64_t j = 0; j < count; ++j) {
        a[j] += scale * x[j];
        b[j] += scale * x[j];
    }
}

} // namespace

Shape ClassProjection::declare(const Shape& input, ParameterStore& store, const std::string& prefix) {
    m_inputs = elementCount(input);
    m_store = &store;
    const float bound = 1.0f / std::sqrt(static_cast<float>(m_inputs)); // as of a Dense layer
    m_weight = store.declare(prefix + ".weight", {1, m_inputs}, {bound});
    m_bias = store.declare(prefix + ".bias", {1}, {bound});
    m_class = store.declare(prefix + ".class_weight", {m_labels->classes(), m_inputs}, {.deviation = bound});
    return {1};
}

void ClassProjection::forward(const Tensor& x, Tensor& y, Mode) {
    const std::int64_t n = x.dim(0);
    const ParameterStore& store = *m_store;
    const float* weight = store.value(m_weight).data();
    const float* ofClass = store.value(m_class).data();
    const float bias = store.value(m_bias)[0];
    parallelFor(n, kGrain / m_inputs + 1, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i < last; ++i) {
            const float* own = ofClass + m_labels->of(i, n) * m_inputs;
            y.data()[i] = bias + dotOfSum(x.row(i).data(), weight, own, m_inputs);
        }
    });
}

// Each thread takes features of all rows, in their order: the sums do not depend on the number of threads.
void ClassProjection::backward(const Tensor& x, const Tensor&, Tensor& dy, Tensor* dx,
                               WeightGradients gradients) {
    const std::int64_t n = x.dim(0);
    const float* slope = dy.data();
    if (dx) {
        const ParameterStore& store = *m_store;
        const ConstMatrixView weight(store.value(m_weight).data(), 1, m_inputs);
        const ConstMatrixView ofClass(store.value(m_class).data(), m_labels->classes(), m_inputs);
        parallelFor(n, kGrain / m_inputs + 1, [&](std::int64_t first, std::int64_t last) {
            for (std::int64_t i = first; i < last; ++i) {
                dx->matrix().row(i) = slope[i] * (weight.row(0) + ofClass.row(m_labels->of(i, n)));
            }
        });
    }
    if (gradients == WeightGradients::Skip) {
        return;
    }
    float* dWeight = m_store->gradient(m_weight).data();
    float* dClass = m_store->gradient(m_class).data();
    parallelFor(m_inputs, kGrain / n + 1, [&](std::int64_t first, std::int64_t last) {
        const std::int64_t count = last - first;
        std::fill_n(dWeight + first, count, 0.0f);
        for (std::int64_t c = 0; c < m_labels->classes(); ++c) {
            std::fill_n(dClass + c * m_inputs + first, count, 0.0f);
        }
        for (std::int64_t i = 0; i < n; ++i) {
            addToBoth(slope[i], x.row(i).data() + first, dWeight + first,
                      dClass + m_labels->of(i, n) * m_inputs + first, count);
        }
    });
    float& dBias = m_store->gradient(m_bias)[0];
    dBias = 0;
    for (std::int64_t i = 0; i < n; ++i) {
        dBias += slope[i];
    }
}

} // namespace latentscape
