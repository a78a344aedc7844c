#include "core/train/ErrorMap.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

ErrorMap::ErrorMap(const ImageShape& shape)
    : m_shape(shape)
    , m_absolute(static_cast<std::size_t>(std::int64_t{shape.height} * shape.width))
    , m_bias(m_absolute.size()) {}

void ErrorMap::add(const Tensor& originals, const Tensor& generated) {
    const auto channels = static_cast<std::size_t>(m_shape.channels);
    for (std::int64_t i = 0; i < originals.dim(0); ++i) {
        const std::span<const float> original = originals.row(i);
        const std::span<const float> made = generated.row(i);
        for (std::size_t value = 0; value < original.size(); ++value) {
            const double error = double{made[value]} - original[value];
            m_absolute[value / channels] += std::abs(error);
            m_bias[value / channels] += error;
        }
    }
    m_images += originals.dim(0);
}

std::vector<float> ErrorMap::meanOf(const std::vector<double>& sums) const {
    const double count = static_cast<double>(std::max<std::int64_t>(1, m_images)) * m_shape.channels;
    std::vector<float> means;
    means.reserve(sums.size());
    for (const double sum : sums) {
        means.push_back(static_cast<float>(sum / count));
    }
    return means;
}

float scaleOf(const std::vector<float>& errors, float least) {
    float scale = least;
    for (const float error : errors) {
        scale = std::max(scale, std::abs(error));
    }
    return scale;
}

} // namespace latentscape
