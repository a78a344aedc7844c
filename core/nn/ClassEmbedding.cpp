#include "core/nn/ClassEmbedding.h"

#include "core/tensor/Parallel.h"

#include <algorithm>
#include <functional>

namespace latentscape {

namespace {

constexpr std::int64_t kGrain = 50'000; // values worth a thread

} // namespace

Shape ClassEmbedding::declare(const Shape& input, ParameterStore& store, const std::string& prefix) {
    m_inputs = elementCount(input);
    m_store = &store;
    // PyTorch's default for Embedding.
    m_weight = store.declare(prefix + ".weight", {m_labels->classes(), m_size}, {.deviation = 1});
    return {m_inputs + m_size};
}

void ClassEmbedding::forward(const Tensor& x, Tensor& y, Mode) {
    const std::int64_t n = x.dim(0);
    const std::span<const float> weight = m_store->value(m_weight);
    parallelFor(n, kGrain / (m_inputs + m_size) + 1, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i < last; ++i) {
            const float* vector = weight.data() + m_labels->of(i, n) * m_size;
            const auto out = std::ranges::copy(x.row(i), y.row(i).begin()).out;
            std::copy_n(vector, m_size, out);
        }
    });
}

// The rows of a class are added in their order, by one thread: they are few numbers.
void ClassEmbedding::backward(const Tensor& x, const Tensor&, Tensor& dy, Tensor* dx,
                              WeightGradients gradients) {
    const std::int64_t n = x.dim(0);
    if (dx) {
        parallelFor(n, kGrain / (m_inputs + m_size) + 1, [&](std::int64_t first, std::int64_t last) {
            for (std::int64_t i = first; i < last; ++i) {
                std::copy_n(dy.row(i).data(), m_inputs, dx->row(i).data());
            }
        });
    }
    if (gradients == WeightGradients::Skip) {
        return;
    }
    const std::span<float> gradient = m_store->gradient(m_weight);
    std::ranges::fill(gradient, 0.0f);
    for (std::int64_t i = 0; i < n; ++i) {
        const float* from = dy.row(i).data() + m_inputs;
        float* to = gradient.data() + m_labels->of(i, n) * m_size;
        std::transform(from, from + m_size, to, to, std::plus());
    }
}

} // namespace latentscape
