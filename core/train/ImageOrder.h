// In which order the images of a data set are looked at.
#pragma once

#include "core/train/ReconstructionErrors.h"

#include <array>
#include <utility>
#include <vector>

namespace latentscape {

enum class ImageOrder {
    WorstFirst,
    BestFirst,
    AsTheyCome,
    ByLabel, // class by class, in each the worst first
};

// As they stand on the command line.
inline constexpr std::array kImageOrders{
    std::pair{ImageOrder::WorstFirst, "worst"}, std::pair{ImageOrder::BestFirst, "best"},
    std::pair{ImageOrder::AsTheyCome, "none"}, std::pair{ImageOrder::ByLabel, "label"}};

// All images by their index. errors: of each in this measure; empty: not known, and they come as they are.
std::vector<std::uint32_t> sequenceOf(const Dataset& data, ImageOrder order, ErrorMetric metric,
                                      const std::vector<float>& errors);

} // namespace latentscape
