// The images of a data set one batch after the other, in their order.
#pragma once

#include "core/data/BatchLoader.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace latentscape {

inline constexpr std::int64_t kEvaluationBatch = 500; // bounds the memory of an evaluation

// f(images, indices), [n, pixels] in [0, 1] with n <= kEvaluationBatch, until it returns false.
template <typename F> void forEachBatch(const Dataset& data, const F& f) {
    std::vector<std::uint32_t> indices;
    for (std::int64_t first = 0; first < data.count(); first += kEvaluationBatch) {
        indices.resize(static_cast<std::size_t>(std::min(kEvaluationBatch, data.count() - first)));
        std::iota(indices.begin(), indices.end(), static_cast<std::uint32_t>(first));
        if (!f(gather(data, indices), std::span<const std::uint32_t>(indices))) {
            return;
        }
    }
}

// f(rows), [n, d] likewise, of values [count, d].
template <typename F> void forEachBatch(const Tensor& values, const F& f) {
    const std::int64_t width = values.dim(1);
    for (std::int64_t first = 0; first < values.dim(0); first += kEvaluationBatch) {
        const std::int64_t n = std::min(kEvaluationBatch, values.dim(0) - first);
        f(Tensor({n, width}, values.values().subspan(static_cast<std::size_t>(first * width),
                                                     static_cast<std::size_t>(n * width))));
    }
}

} // namespace latentscape
