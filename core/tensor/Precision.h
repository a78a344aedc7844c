// The number format that products are computed in. Weights, gradients, sums and all that stands between two
// layers stay 32-bit floats in either.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

namespace latentscape {

enum class Precision {
    F32,
    Bf16, // factors rounded to bfloat16: 8 exponent bits as a float has, 8 significant bits; sums in floats
};

inline constexpr std::array kPrecisionNames{std::pair{Precision::F32, "f32"},
                                            std::pair{Precision::Bf16, "bf16"}};

// Whether the processor multiplies bfloat16 faster than floats. Heeds ONEDNN_MAX_CPU_ISA.
bool hasFastBf16();

// Rounds to the nearest bfloat16, ties to even; what is not a number stays so.
void toBf16(const float* values, std::uint16_t* rounded, std::int64_t count);

} // namespace latentscape
