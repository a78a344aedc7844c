#include "core/data/Augmentation.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

namespace latentscape {
namespace {

constexpr const char* kWhat = "augmentation";                   // in errors
constexpr std::uint64_t kWordsAnImage = std::uint64_t{1} << 24; // random ones, more than any image needs
constexpr int kGrid = 5;                                        // points of the elastic grid on a side

// From a place of the new image to the one in the old image that is seen there, in pixels from the middle.
struct Warp {
    float xx = 1, xy = 0, yx = 0, yy = 1, shiftX = 0, shiftY = 0;
    std::array<float, kGrid * kGrid> gridX{}, gridY{};
};

float uniform(Random& random, float most) {
    return most * (2 * random.uniform() - 1);
}

// Draws the same number of words whatever is on, so that one setting does not change what others do.
Warp drawWarp(const AugmentConfig& config, Random& random) {
    Warp warp;
    warp.shiftX = uniform(random, config.shift);
    warp.shiftY = uniform(random, config.shift);
    const float angle = uniform(random, config.rotate) * std::numbers::pi_v<float> / 180;
    const float size = std::exp(uniform(random, std::log1p(config.scale)));
    const float mirror = random.uniform() < config.flip ? -1.0f : 1.0f;
    warp.xx = mirror * std::cos(angle) / size;
    warp.xy = mirror * std::sin(angle) / size;
    warp.yx = -std::sin(angle) / size;
    warp.yy = std::cos(angle) / size;
    for (std::size_t i = 0; i < warp.gridX.size(); ++i) {
        warp.gridX[i] = uniform(random, config.elastic);
        warp.gridY[i] = uniform(random, config.elastic);
    }
    return warp;
}

bool movesPixels(const AugmentConfig& config) {
    return config.shift != 0 || config.rotate != 0 || config.scale != 0 || config.flip != 0 ||
           config.elastic != 0;
}

// Where a coordinate lies between two points of a line, clamped to it.
struct Between {
    int low;
    int high;
    float share; // of the high one
};

Between between(float place, int count) {
    const float inside = std::clamp(place, 0.0f, static_cast<float>(count - 1));
    const int low = static_cast<int>(inside);
    return {low, std::min(low + 1, count - 1), inside - static_cast<float>(low)};
}

float mixed(float a, float b, float share) {
    return a + (b - a) * share;
}

float gridAt(const std::array<float, kGrid * kGrid>& grid, const Between& x, const Between& y) {
    const auto row = [&](int line) {
        return mixed(grid[line * kGrid + x.low], grid[line * kGrid + x.high], x.share);
    };
    return mixed(row(y.low), row(y.high), y.share);
}

void warpImage(std::span<const std::uint8_t> image, const ImageShape& shape, const Warp& warp, bool isElastic,
               float* out) {
    const auto [channels, height, width] = shape;
    const auto at = [&](int y, int x) { return image.data() + (std::ptrdiff_t{y} * width + x) * channels; };
    for (int y = 0; y < height; ++y) {
        const float fromMiddleY = static_cast<float>(y) - 0.5f * static_cast<float>(height - 1) - warp.shiftY;
        const Between gridY =
            between(static_cast<float>(y * (kGrid - 1)) / static_cast<float>(height), kGrid);
        for (int x = 0; x < width; ++x, out += channels) {
            const float fromMiddleX =
                static_cast<float>(x) - 0.5f * static_cast<float>(width - 1) - warp.shiftX;
            float sourceX =
                warp.xx * fromMiddleX + warp.xy * fromMiddleY + 0.5f * static_cast<float>(width - 1);
            float sourceY =
                warp.yx * fromMiddleX + warp.yy * fromMiddleY + 0.5f * static_cast<float>(height - 1);
            if (isElastic) {
                const Between gridX =
                    between(static_cast<float>(x * (kGrid - 1)) / static_cast<float>(width), kGrid);
                sourceX += gridAt(warp.gridX, gridX, gridY);
                sourceY += gridAt(warp.gridY, gridX, gridY);
            }
            const Between column = between(sourceX, width);
            const Between row = between(sourceY, height);
            for (int c = 0; c < channels; ++c)
                out[c] = mixed(mixed(at(row.low, column.low)[c], at(row.low, column.high)[c], column.share),
                               mixed(at(row.high, column.low)[c], at(row.high, column.high)[c], column.share),
                               row.share);
        }
    }
}

void changeTones(std::span<float> values, int channels, const AugmentConfig& config, Random& random) {
    const float contrast = 1 + uniform(random, config.contrast);
    const float brightness = 255 * uniform(random, config.brightness);
    const float saturation = 1 + uniform(random, config.colour);
    const float mean = std::reduce(values.begin(), values.end(), 0.0f) / static_cast<float>(values.size());
    for (float& value : values)
        value = mean + (value - mean) * contrast + brightness;
    if (channels == 3 && config.colour != 0) {
        for (std::size_t i = 0; i < values.size(); i += 3) {
            const float luma = 0.299f * values[i] + 0.587f * values[i + 1] + 0.114f * values[i + 2];
            for (std::size_t c = 0; c < 3; ++c)
                values[i + c] = mixed(luma, values[i + c], saturation);
        }
    }
    if (config.noise != 0) {
        std::vector<float> noise(values.size());
        random.fillNormal(noise);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] += 255 * config.noise * noise[i];
    }
}

} // namespace

bool isOn(const AugmentConfig& config) {
    return config != AugmentConfig();
}

AugmentConfig augmentFromText(const std::string& text) {
    return strengthsFromText<AugmentConfig>(kAugmentSettings, text, kWhat);
}

std::string toText(const AugmentConfig& config) {
    return strengthsToText(kAugmentSettings, config);
}

void validate(const AugmentConfig& config) {
    requireInRange(kAugmentSettings, config, kWhat);
}

Random augmentRandom(std::uint64_t seed, std::int64_t epoch, std::uint32_t index) {
    return Random(
        Random::State{seed, kAugmentStream + static_cast<std::uint64_t>(epoch), index * kWordsAnImage});
}

void augment(std::span<const std::uint8_t> image, const ImageShape& shape, const AugmentConfig& config,
             Random random, std::span<std::uint8_t> out) {
    std::vector<float> values(image.begin(), image.end());
    const Warp warp = drawWarp(config, random);
    if (movesPixels(config))
        warpImage(image, shape, warp, config.elastic != 0, values.data());
    if (config.brightness != 0 || config.contrast != 0 || config.colour != 0 || config.noise != 0)
        changeTones(values, shape.channels, config, random);
    std::ranges::transform(values, out.begin(), [](float value) {
        return static_cast<std::uint8_t>(std::clamp(value, 0.0f, 255.0f) + 0.5f);
    });
}

} // namespace latentscape
