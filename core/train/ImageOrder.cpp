#include "core/train/ImageOrder.h"

#include <algorithm>
#include <numeric>

namespace latentscape {

std::vector<std::uint32_t> sequenceOf(const Dataset& data, ImageOrder order, ErrorMetric metric,
                                      const std::vector<float>& errors) {
    std::vector<std::uint32_t> sequence(static_cast<std::size_t>(data.count()));
    std::iota(sequence.begin(), sequence.end(), 0U);
    if (!errors.empty() && order != ImageOrder::AsTheyCome) {
        const bool largestFirst = largerIsWorse(metric) == (order != ImageOrder::BestFirst);
        std::ranges::stable_sort(sequence, [&](std::uint32_t a, std::uint32_t b) {
            return largestFirst ? errors[a] > errors[b] : errors[a] < errors[b];
        });
    }
    if (order == ImageOrder::ByLabel && data.hasLabels()) {
        std::ranges::stable_sort(sequence, {}, [&](std::uint32_t i) { return data.factors(i)[0]; });
    }
    return sequence;
}

} // namespace latentscape
