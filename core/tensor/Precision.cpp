#include "core/tensor/Precision.h"

#include "core/tensor/Bf16.h"
#include "core/tensor/Dnnl.h"

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
        rounded[i] = nearestBf16(values[i]);
    }
}

} // namespace latentscape
