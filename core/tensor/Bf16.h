// Rounding to bfloat16 in loops of our own: to the nearest, ties to even; what is not a number stays so.
#pragma once

#include "core/tensor/Simd.h"

#include <bit>
#include <cstdint>

namespace latentscape {

inline std::uint16_t nearestBf16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t nearest = (bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16;
    return static_cast<std::uint16_t>((bits & 0x7fffffffU) > 0x7f800000U ? 0x7fc0U : nearest);
}

LATENTSCAPE_INLINE void roundLanes(const Lanes& values, std::uint16_t* rounded) {
#pragma omp simd
    for (std::int64_t i = 0; i < kLanes; ++i) {
        rounded[i] = nearestBf16(values[i]);
    }
}

inline float fromBf16(std::uint16_t rounded) {
    return std::bit_cast<float>(std::uint32_t{rounded} << 16);
}

} // namespace latentscape
