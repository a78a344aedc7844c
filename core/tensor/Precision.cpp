#include "core/tensor/Precision.h"

#include "core/tensor/Dnnl.h"
#include "core/tensor/Simd.h"

#include <bit>

namespace latentscape {

bool hasFastBf16() {
    static const bool fast = (static_cast<unsigned>(dnnl::get_effective_cpu_isa()) &
                              static_cast<unsigned>(dnnl::cpu_isa::avx512_core_bf16)) ==
                             static_cast<unsigned>(dnnl::cpu_isa::avx512_core_bf16);
    return fast;
}

LATENTSCAPE_SIMD void toBf16(const float* values, std::uint16_t* rounded, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        const auto bits = std::bit_cast<std::uint32_t>(values[i]);
        const std::uint32_t nearest = (bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16;
        rounded[i] = static_cast<std::uint16_t>((bits & 0x7fffffffU) > 0x7f800000U ? 0x7fc0U : nearest);
    }
}

} // namespace latentscape
