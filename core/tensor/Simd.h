// For loops of our own: LATENTSCAPE_SIMD before a function compiles it for AVX-512, AVX2 and the baseline,
// and the loader picks what the processor has.
#pragma once

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

// For what such functions call: it is compiled as they are.
#define LATENTSCAPE_INLINE inline __attribute__((always_inline))

namespace latentscape {

// Sixteen floats in one register or several: sums of channels stay there from row to row, which the compiler
// does not see in a loop over an array.
using Lanes = float __attribute__((vector_size(64), aligned(4), may_alias));
inline constexpr std::int64_t kLanes = 16;

inline const Lanes& lanes(const float* values) {
    return *reinterpret_cast<const Lanes*>(values);
}

inline Lanes& lanes(float* values) {
    return *reinterpret_cast<Lanes*>(values);
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

// log x for normal x > 0, within two units in the last place (absolute near 1); vectorises. Cephes, logf.
inline float fastLog(float x) {
    const auto bits = std::bit_cast<std::int32_t>(x);
    // x = m 2^n with m in [sqrt(1/2), sqrt(2))
    constexpr std::int32_t kRootHalf = 0x3f3504f3;
    const std::int32_t n = (bits - kRootHalf) >> 23;
    const float f = std::bit_cast<float>(bits - (n << 23)) - 1.0f;
    const float scale = static_cast<float>(n);
    float p = 7.0376836292e-2f;
    p = p * f - 1.1514610310e-1f;
    p = p * f + 1.1676998740e-1f;
    p = p * f - 1.2420140846e-1f;
    p = p * f + 1.4249322787e-1f;
    p = p * f - 1.6668057665e-1f;
    p = p * f + 2.0000714765e-1f;
    p = p * f - 2.4999993993e-1f;
    p = p * f + 3.3333331174e-1f;
    const float f2 = f * f;
    return f + (p * f * f2 - 0.5f * f2 - 2.12194440e-4f * scale) + 0.693359375f * scale;
}

// The square root of a normal x or of 0, within two units in the last place; vectorises, and leaves the
// divider, which the processor's own would occupy, to divisions. A guess from the exponent, then Newton's steps
// towards 1 / sqrt(x), each of which squares the relative error (0.034 at first).
inline float fastSqrt(float x) {
    const float half = 0.5f * x;
    float y = std::bit_cast<float>(0x5f3759df - (std::bit_cast<std::int32_t>(x) >> 1));
    y = y * (1.5f - half * y * y);
    y = y * (1.5f - half * y * y);
    y = y * (1.5f - half * y * y);
    return x * y;
}

struct SinCos {
    float sine;
    float cosine;
};

// Sine and cosine of 2 pi t for t in [0, 1], within 1e-7; vectorises. Cephes, sinf and cosf, on the nearest
// quarter turn.
inline SinCos fastSinCosTurn(float t) {
    constexpr float kRound = 12582912.0f; // 1.5 * 2^23: adding it rounds to an integer
    const float shifted = 4.0f * t + kRound;
    const std::int32_t quarter = std::bit_cast<std::int32_t>(shifted) - std::bit_cast<std::int32_t>(kRound);
    const float a = (4.0f * t - (shifted - kRound)) * 1.57079632679f; // in [-pi/4, pi/4]
    const float a2 = a * a;
    const float s = a + a * a2 * (-1.6666654611e-1f + a2 * (8.3321608736e-3f - a2 * 1.9515295891e-4f));
    const float c =
        1.0f - 0.5f * a2 +
        a2 * a2 * (4.166664568298827e-2f + a2 * (-1.388731625493765e-3f + a2 * 2.443315711809948e-5f));
    const bool odd = (quarter & 1) != 0;
    const float sine = odd ? c : s;
    const float cosine = odd ? s : c;
    return {(quarter & 2) != 0 ? -sine : sine, ((quarter + 1) & 2) != 0 ? -cosine : cosine};
}

inline float fastSigmoid(float x) {
    return 1.0f / (1.0f + fastExp(-x));
}

} // namespace latentscape
