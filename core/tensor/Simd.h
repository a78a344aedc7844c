// For loops of our own: LATENTSCAPE_SIMD before a function compiles it for AVX-512, AVX2 and the baseline,
// and the loader picks what the processor has; parallelFor() spreads a range over the compute threads. A
// function marked so must be serial: what OpenMP outlines would lose the mark.
#pragma once

#include <omp.h>

#include <algorithm>
#include <bit>
#include <cstdint>

// Sanitizers cannot instrument the loader's choice (an ifunc), so they test the baseline.
#if defined(__x86_64__) && defined(__linux__) && !defined(__SANITIZE_ADDRESS__) &&                           \
    !defined(__SANITIZE_THREAD__)
#define LATENTSCAPE_SIMD __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define LATENTSCAPE_SIMD
#endif

namespace latentscape {

// f(first, last) over parts of [0, count), at most one part a compute thread and none smaller than `grain`.
// Parts start at multiples of 16 floats (a cache line) so that threads never share a line of an aligned
// buffer.
template <typename F> void parallelFor(std::int64_t count, std::int64_t grain, const F& f) {
    const auto threads = static_cast<int>(
        std::min<std::int64_t>(omp_get_max_threads(), count / std::max<std::int64_t>(grain, 1)));
    if (threads <= 1) {
        f(std::int64_t{0}, count);
        return;
    }
    const std::int64_t part = ((count + threads - 1) / threads + 15) / 16 * 16;
#pragma omp parallel num_threads(threads)
    {
        const std::int64_t first = std::min(count, omp_get_thread_num() * part);
        const std::int64_t last = std::min(count, first + part);
        if (first < last) {
            f(first, last);
        }
    }
}

// e^x within two units in the last place for x in [-87, 88], clamped outside; vectorises. Range reduction by
// powers of two and a polynomial (Cephes, expf).
inline float fastExp(float x) {
    x = std::min(88.0f, std::max(-87.0f, x));
    constexpr float kRound = 12582912.0f; // 1.5 * 2^23: adding it rounds to an integer
    const float shifted = x * 1.44269504f + kRound;
    const float n = shifted - kRound;
    const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    const auto exponent = (std::bit_cast<std::int32_t>(shifted) - std::bit_cast<std::int32_t>(kRound)) << 23;
    return std::bit_cast<float>(std::bit_cast<std::int32_t>(p) + exponent);
}

// log(1 + e) for e in [0, 1], within two units in the last place; vectorises. 2 artanh(e / (2 + e)) as a
// series.
inline float fastLog1p(float e) {
    const float s = e / (2.0f + e); // at most 1/3
    const float q = s * s;
    float p = 1.0f / 15.0f;
    p = p * q + 1.0f / 13.0f;
    p = p * q + 1.0f / 11.0f;
    p = p * q + 1.0f / 9.0f;
    p = p * q + 1.0f / 7.0f;
    p = p * q + 1.0f / 5.0f;
    p = p * q + 1.0f / 3.0f;
    return 2.0f * s * (p * q + 1.0f);
}

inline float fastSigmoid(float x) {
    return 1.0f / (1.0f + fastExp(-x));
}

} // namespace latentscape
