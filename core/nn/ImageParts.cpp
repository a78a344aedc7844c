#include "core/nn/ImageParts.h"

#include "core/tensor/Simd.h"

namespace latentscape {

namespace {

LATENTSCAPE_SIMD void add(float* sum, const float* share, std::int64_t first, std::int64_t last) {
#pragma omp simd
    for (std::int64_t i = first; i < last; ++i) {
        sum[i] += share[i];
    }
}

} // namespace

GradientShares::GradientShares(std::size_t size, int parts) {
    for (int part = 1; part < parts; ++part) {
        m_shares.emplace_back(size);
    }
}

float* GradientShares::of(int part, std::span<float> gradient) {
    return part == 0 ? gradient.data() : m_shares[static_cast<std::size_t>(part - 1)].data();
}

void GradientShares::addTo(std::span<float> gradient) const {
    constexpr std::int64_t kGrain = 50'000; // elements worth a thread
    for (const AlignedFloats& share : m_shares) {
        parallelFor(std::ssize(gradient), kGrain, [&](std::int64_t first, std::int64_t last) {
            add(gradient.data(), share.data(), first, last);
        });
    }
}

} // namespace latentscape
