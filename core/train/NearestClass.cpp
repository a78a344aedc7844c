#include "core/train/NearestClass.h"

#include "core/tensor/Simd.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace latentscape {

namespace {

constexpr std::int64_t kMostKnown = 1000;       // real images to find the nearest among,
constexpr std::int64_t kFewestKnown = 64;       // and at least, however large they are
constexpr std::int64_t kMostPixels = 1'500'000; // of all of them together

LATENTSCAPE_SIMD std::int64_t squaredDistance(const std::vector<std::uint8_t>& a,
                                              const std::vector<std::uint8_t>& b) {
    const std::uint8_t* x = a.data();
    const std::uint8_t* y = b.data();
    std::int64_t sum = 0;
    for (std::size_t first = 0; first < a.size();) {
        const std::size_t last = std::min(a.size(), first + 16'384); // whose sum an int holds
        std::int32_t part = 0;
        for (; first < last; ++first) {
            const std::int32_t difference = std::int32_t{x[first]} - std::int32_t{y[first]};
            part += difference * difference;
        }
        sum += part;
    }
    return sum;
}

} // namespace

NearestClass::NearestClass(const Dataset& real) {
    if (!real.hasLabels()) {
        return;
    }
    const auto pixels = static_cast<std::int64_t>(real.pixels(0).size());
    const auto some = evenIndices(real.count(), std::clamp(kMostPixels / pixels, kFewestKnown, kMostKnown));
    m_known = imagesAt(real, some);
    std::map<std::uint16_t, int> counts;
    for (const std::uint32_t index : some) {
        m_classes.push_back(real.factors(index)[0]);
        ++counts[m_classes.back()];
    }
    for (const auto& [label, count] : counts) {
        m_shares.push_back(static_cast<double>(count) / static_cast<double>(some.size()));
    }
}

std::uint16_t NearestClass::of(const Image& image) const {
    std::size_t nearest = 0;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < m_known.size(); ++i) {
        const std::int64_t distance = squaredDistance(image.pixels, m_known[i].pixels);
        nearest = distance < least ? i : nearest;
        least = std::min(least, distance);
    }
    return m_classes[nearest];
}

double NearestClass::classesAmong(int images) const {
    double expected = 0;
    for (const double share : m_shares) {
        expected += 1 - std::pow(1 - share, images);
    }
    return expected;
}

std::vector<std::uint32_t> evenIndices(std::int64_t count, std::int64_t most) {
    std::vector<std::uint32_t> indices;
    most = std::min(most, count);
    for (std::int64_t i = 0; i < most; ++i) {
        indices.push_back(static_cast<std::uint32_t>(i * count / most));
    }
    return indices;
}

std::vector<Image> imagesAt(const Dataset& data, const std::vector<std::uint32_t>& indices) {
    std::vector<Image> images;
    for (const std::uint32_t index : indices) {
        images.push_back(data.image(index));
    }
    return images;
}

} // namespace latentscape
