#include "core/train/NearestImages.h"

#include "core/tensor/Error.h"

#include <algorithm>

namespace latentscape {

namespace {

constexpr std::int64_t kChunk = 4096; // images between two looks at the watch

// Sums that a compiler turns into vector instructions; 65,025 times 32,768 fits into 32 bits.
std::int64_t squaredDifference(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
    constexpr std::size_t kBlock = 32768;
    std::int64_t sum = 0;
    for (std::size_t first = 0; first < a.size(); first += kBlock) {
        const std::size_t last = std::min(a.size(), first + kBlock);
        std::int32_t part = 0;
        for (std::size_t i = first; i < last; ++i) {
            const std::int32_t difference = std::int32_t{a[i]} - b[i];
            part += difference * difference;
        }
        sum += part;
    }
    return sum;
}

} // namespace

std::vector<NearImage> nearestImages(const Image& picture, const Dataset& data, int count,
                                     const WorkWatch& watch) {
    if (picture.shape != data.shape()) {
        throw Error(ErrorKind::Usage,
                    "The picture is not of the size and colours of the images of " + data.name() + ".");
    }
    const double unit = 1.0 / (255.0 * 255.0 * static_cast<double>(picture.shape.pixels()));
    std::vector<NearImage> nearest;
    const auto nearer = [](const NearImage& a, const NearImage& b) { return a.error < b.error; };
    for (std::int64_t i = 0; i < data.count(); ++i) {
        const double error = static_cast<double>(squaredDifference(picture.pixels, data.pixels(i))) * unit;
        if (static_cast<int>(nearest.size()) < count || error < nearest.back().error) {
            const NearImage found{static_cast<std::uint32_t>(i), error};
            nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), found, nearer), found);
            if (static_cast<int>(nearest.size()) > count) {
                nearest.pop_back();
            }
        }
        if (i % kChunk == 0) {
            watch.reached(i, data.count());
        }
    }
    return nearest;
}

std::vector<double> usualNearness(const Dataset& heldOut, const Dataset& train, std::int64_t most,
                                  const WorkWatch& watch) {
    std::vector<double> errors;
    const std::int64_t count = std::min(most, heldOut.count());
    for (std::int64_t i = 0; i < count; ++i) {
        errors.push_back(nearestImages(heldOut.image(i), train, 1, {watch.stop, {}}).front().error);
        watch.reached(i + 1, count);
    }
    std::ranges::sort(errors);
    return errors;
}

} // namespace latentscape
