#include "core/nn/Dropout.h"

#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"
#include "core/tensor/Simd.h"

#include <bit>

namespace latentscape {

namespace {

constexpr std::int64_t kGrain = 25'000;     // elements worth a thread
constexpr float kMostSteps = 16'777'216.0f; // up to which a float counts

LATENTSCAPE_SIMD void multiply(const float* a, const float* b, float* to, std::int64_t first,
                               std::int64_t last) {
#pragma omp simd
    for (std::int64_t i = first; i < last; ++i) {
        to[i] = a[i] * b[i];
    }
}

LATENTSCAPE_SIMD void choose(const std::uint32_t* words, std::uint32_t threshold, float kept, float* factors,
                             std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        factors[i] = words[i] >= threshold ? kept : 0.0f;
    }
}

} // namespace

Dropout::Dropout(float probability)
    : m_probability(probability) {
    if (!(probability >= 0 && probability < 1)) {
        throw Error(ErrorKind::Usage, "A dropout's probability must be at least 0 and less than 1.");
    }
}

Shape Dropout::declare(const Shape& input, ParameterStore& store, const std::string& prefix) {
    m_store = &store;
    m_key = store.declare(prefix + ".key", {1}, {.bound = 1}, Trained::No);
    m_step = store.declare(prefix + ".step", {1}, {}, Trained::No);
    return input;
}

// A value's word depends on its place alone, not on the cut among threads.
void Dropout::drawFactors(Tensor& factors) {
    float& step = m_store->statistic(m_step)[0];
    const Random::State start{std::bit_cast<std::uint32_t>(m_store->value(m_key)[0]),
                              static_cast<std::uint64_t>(step)};
    step = step + 1 < kMostSteps ? step + 1 : 0;
    const auto threshold = static_cast<std::uint32_t>(double{m_probability} * 0x1p32);
    const float kept = 1.0f / (1.0f - m_probability);
    parallelFor(factors.size(), kGrain, [&](std::int64_t first, std::int64_t last) {
        Random random(Random::State{start.seed, start.stream, static_cast<std::uint64_t>(first)});
        std::array<std::uint32_t, 512> words;
        for (; first < last; first += std::ssize(words)) {
            const std::int64_t count = std::min(last - first, std::ssize(words));
            random.fillWords(std::span(words).first(static_cast<std::size_t>(count)));
            choose(words.data(), threshold, kept, factors.data() + first, count);
        }
    });
}

void Dropout::forward(const Tensor& x, Tensor& y, Mode mode) {
    m_mode = mode;
    if (mode == Mode::Evaluate) {
        std::ranges::copy(x.values(), y.values().begin());
        return;
    }
    Tensor& factors = m_factors.get(x.dim(0), [&] { return Tensor(x.shape()); });
    drawFactors(factors);
    parallelFor(x.size(), kGrain, [&](std::int64_t first, std::int64_t last) {
        multiply(x.data(), factors.data(), y.data(), first, last);
    });
}

void Dropout::backward(const Tensor& x, const Tensor&, Tensor& dy, Tensor* dx, WeightGradients) {
    if (!dx) {
        return;
    }
    if (m_mode == Mode::Evaluate) {
        std::ranges::copy(dy.values(), dx->values().begin());
        return;
    }
    const Tensor& factors = m_factors.get(
        x.dim(0), []() -> Tensor { throw Error(ErrorKind::Usage, "backward without forward"); });
    parallelFor(x.size(), kGrain, [&](std::int64_t first, std::int64_t last) {
        multiply(dy.data(), factors.data(), dx->data(), first, last);
    });
}

} // namespace latentscape
