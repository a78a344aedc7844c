#include "core/data/Binarisation.h"

#include "core/tensor/Parallel.h"
#include "core/tensor/Simd.h"

#include <algorithm>

namespace latentscape {
namespace {

constexpr std::uint64_t kWordsAnImage = std::uint64_t{1} << 32; // random ones, more than any image has pixels
constexpr std::uint64_t kStaticSeed = 0;

Random randomOf(std::uint64_t seed, std::uint64_t stream, std::uint32_t index) {
    return Random(Random::State{seed, stream, index * kWordsAnImage});
}

// Black stays black and white white: a draw is in [0, 1).
LATENTSCAPE_SIMD void compare(std::uint8_t* pixels, const float* draws, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        pixels[i] = draws[i] < static_cast<float>(pixels[i]) * (1.0f / 255.0f) ? 255 : 0;
    }
}

} // namespace

Random binariseRandom(Binarise binarise, std::uint64_t seed, std::int64_t epoch, std::uint32_t index) {
    return binarise == Binarise::Static
               ? randomOf(kStaticSeed, kStaticBinariseStream, index)
               : randomOf(seed, kBinariseStream + static_cast<std::uint64_t>(epoch), index);
}

void binarise(std::span<std::uint8_t> pixels, Random random) {
    std::array<float, 512> draws;
    while (!pixels.empty()) {
        const std::size_t count = std::min(pixels.size(), draws.size());
        random.fillUniform(std::span(draws).first(count), 0, 1);
        compare(pixels.data(), draws.data(), static_cast<std::int64_t>(count));
        pixels = pixels.subspan(count);
    }
}

std::shared_ptr<const Dataset> heldOutBinarised(const Dataset& data) {
    const auto pixels = static_cast<std::size_t>(data.shape().pixels());
    std::vector<std::uint8_t> bytes;
    Factors factors{data.factorNames(), {}, data.classNames()};
    bytes.reserve(static_cast<std::size_t>(data.count()) * pixels);
    for (std::int64_t i = 0; i < data.count(); ++i) {
        bytes.insert(bytes.end(), data.pixels(i).begin(), data.pixels(i).end());
        factors.values.insert(factors.values.end(), data.factors(i).begin(), data.factors(i).end());
    }
    parallelFor(data.count(), 10, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i < last; ++i) {
            binarise(std::span(bytes).subspan(static_cast<std::size_t>(i) * pixels, pixels),
                     randomOf(kStaticSeed, kHeldOutBinariseStream, static_cast<std::uint32_t>(i)));
        }
    });
    return std::make_shared<const Dataset>(data.name(), data.shape(), std::move(bytes), std::move(factors));
}

} // namespace latentscape
