// Loops spread over the calling thread's compute threads (Threads.h). The cut depends on sizes and on the
// number of threads alone, never on who was free: the same seed gives the same weights.
#pragma once

#include "core/tensor/Threads.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace latentscape {

struct Range {
    std::int64_t first;
    std::int64_t last;
};

// Part `part` of [0, count) cut in `parts`. Parts start at multiples of 16 floats (a cache line), so that
// threads never share a line of an aligned buffer; and whatever is cut the same way stays in the same core's
// cache: a layer's weights, their gradients and the optimizer's state.
inline Range partOf(std::int64_t count, int part, int parts) {
    const std::int64_t size = ((count + parts - 1) / parts + 15) / 16 * 16;
    return {std::min(count, part * size), std::min(count, (part + 1) * size)};
}

// How many compute threads are worth it when each is to have at least `grain` of `work`.
inline int partsFor(std::int64_t work, std::int64_t grain) {
    return static_cast<int>(
        std::clamp<std::int64_t>(work / std::max<std::int64_t>(grain, 1), 1, computeThreads()));
}

// f(part) for each part in [0, parts), parts <= computeThreads(), each on a thread of its own. Blocks until
// all are done and throws what one threw.
template <typename F> void parallelParts(int parts, const F& f) {
    runParts(
        parts, [](const void* context, int part) { (*static_cast<const F*>(context))(part); }, &f);
}

// f(first, last) over parts of [0, count), at most one part a compute thread and none smaller than `grain`.
template <typename F> void parallelFor(std::int64_t count, std::int64_t grain, const F& f) {
    const int parts = partsFor(count, grain);
    parallelParts(parts, [&](int part) {
        const auto [first, last] = partOf(count, part, parts);
        if (first < last) {
            f(first, last);
        }
    });
}

// The sum of f(part) for each part in [0, parts), added up in their order.
template <typename F> double sumOfParts(int parts, const F& f) {
    struct alignas(64) Sum {
        double value; // in a cache line of its own
    };
    std::array<Sum, kMaxComputeThreads> sums;
    parallelParts(parts, [&](int part) { sums[static_cast<std::size_t>(part)].value = f(part); });
    double total = 0;
    for (int part = 0; part < parts; ++part) {
        total += sums[static_cast<std::size_t>(part)].value;
    }
    return total;
}

// The sum of f(first, last) over parts as parallelFor cuts them.
template <typename F> double parallelSum(std::int64_t count, std::int64_t grain, const F& f) {
    const int parts = partsFor(count, grain);
    return sumOfParts(parts, [&](int part) {
        const auto [first, last] = partOf(count, part, parts);
        return first < last ? f(first, last) : 0.0;
    });
}

} // namespace latentscape
