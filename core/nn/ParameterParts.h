// The optimizers' loop over a model's parameters, cut among the threads as the layers cut theirs.
#pragma once

#include "core/tensor/Parallel.h"
#include "core/tensor/ParameterStore.h"

namespace latentscape {

// f(first, last) over ranges of the parameter buffers that cover every parameter once, on all compute
// threads. A large parameter is cut along its first dimension (a Dense layer's units), because then its
// values and gradients are already in the cache of the core that computed them; a small one isn't cut.
template <typename F> void forEachParameterPart(const ParameterStore& store, const F& f) {
    constexpr std::int64_t kLarge = 16'384;
    const int threads = partsFor(store.parameterCount(), kLarge);
    parallelParts(threads, [&](int part) {
        for (const Parameter& p : store.parameters()) {
            const auto offset = static_cast<std::int64_t>(p.offset);
            const auto count = static_cast<std::int64_t>(p.count);
            const int parts = count < kLarge ? 1 : threads;
            if (part < parts) {
                const auto [first, last] = partOf(p.shape[0], part, parts);
                const std::int64_t row = count / p.shape[0];
                f(offset + first * row, offset + last * row);
            }
        }
    });
}

} // namespace latentscape
