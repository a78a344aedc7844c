// The optimizers' loop over a model's parameters, cut among the threads as the layers cut theirs.
#pragma once

#include "core/tensor/Parallel.h"
#include "core/tensor/ParameterStore.h"

namespace latentscape {

// How many parts a model's parameters are cut in.
inline int parameterParts(const ParameterStore& store) {
    constexpr std::int64_t kGrain = 16'384;
    return partsFor(store.parameterCount(), kGrain);
}

// f(first, last) over the ranges of the parameter buffers that are part `part` of `parts`; all parts cover
// every trained parameter once. A large parameter is cut along its first dimension (a Dense layer's units),
// because then its values and gradients are already in the cache of the core that computed them; a small one
// isn't.
template <typename F> void forParameterPart(const ParameterStore& store, int part, int parts, const F& f) {
    constexpr std::size_t kLarge = 16'384;
    for (const Parameter& p : store.parameters()) {
        if (p.trained == Trained::No) {
            continue;
        }
        const int cuts = p.count < kLarge ? 1 : parts;
        if (part < cuts) {
            const auto [first, last] = partOf(p.shape[0], part, cuts);
            const auto offset = static_cast<std::int64_t>(p.offset);
            const std::int64_t row = static_cast<std::int64_t>(p.count) / p.shape[0];
            f(offset + first * row, offset + last * row);
        }
    }
}

// The same over all parts, on all compute threads.
template <typename F> void forEachParameterPart(const ParameterStore& store, const F& f) {
    const int parts = parameterParts(store);
    parallelParts(parts, [&](int part) { forParameterPart(store, part, parts, f); });
}

} // namespace latentscape
