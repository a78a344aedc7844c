#include "core/nn/GradientShares.h"

#include "core/tensor/Parallel.h"
#include "core/tensor/Simd.h"

namespace latentscape {

namespace {

constexpr std::int64_t kGrain = 50'000; // elements worth a thread

LATENTSCAPE_SIMD void add(const float* share, float* sum, std::int64_t first, std::int64_t last) {
#pragma omp simd
    for (std::int64_t i = first; i < last; ++i) {
        sum[i] += share[i];
    }
}

} // namespace

void addShare(const float* share, std::span<float> sum) {
    parallelFor(std::ssize(sum), kGrain,
                [&](std::int64_t first, std::int64_t last) { add(share, sum.data(), first, last); });
}

GradientShares::GradientShares(std::int64_t size, std::int64_t contributors) {
    for (std::int64_t part = 1; part < contributors; ++part) {
        m_shares.emplace_back(static_cast<std::size_t>(size));
    }
}

float* GradientShares::of(int part, std::span<float> gradient) {
    return part == 0 || m_shares.empty() ? gradient.data()
                                         : m_shares[static_cast<std::size_t>(part - 1)].data();
}

void GradientShares::addTo(std::span<float> gradient) const {
    for (const AlignedFloats& share : m_shares) {
        addShare(share.data(), gradient);
    }
}

} // namespace latentscape
