#include "core/io/Enlarge.h"

#include "core/tensor/Error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace latentscape {

namespace {

// The four pixels around a place and their shares in it.
struct Taps {
    std::array<int, 4> index;
    std::array<float, 4> share;
};

// Cubic convolution with a = -1/2 (Keys 1981, "Cubic convolution interpolation for digital image processing",
// equation 15); `t` is the place between the second pixel and the third.
std::array<float, 4> cubicShares(float t) {
    const float t2 = t * t;
    const float t3 = t2 * t;
    return {(-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2, (t3 - t2) / 2};
}

// Of each place of a line of `length` pixels that is drawn `factor` times as long. Its ends go on as they
// are.
std::vector<Taps> tapsOf(int length, int factor) {
    std::vector<Taps> taps;
    taps.reserve(static_cast<std::size_t>(length) * static_cast<std::size_t>(factor));
    for (int i = 0; i < length * factor; ++i) {
        const float place = (static_cast<float>(i % factor) + 0.5f) / static_cast<float>(factor) - 0.5f;
        const int before = i / factor + (place < 0 ? -1 : 0);
        Taps tap{{}, cubicShares(place < 0 ? place + 1 : place)};
        for (int k = 0; k < 4; ++k) {
            tap.index[static_cast<std::size_t>(k)] = std::clamp(before - 1 + k, 0, length - 1);
        }
        taps.push_back(tap);
    }
    return taps;
}

void enlargeSquare(const Image& image, int factor, Image& out) {
    const auto [channels, height, width] = image.shape;
    const std::int64_t line = std::int64_t{width} * channels * factor;
    auto to = out.pixels.begin();
    for (int y = 0; y < height; ++y) {
        const auto* from = image.pixels.data() + std::int64_t{y} * width * channels;
        const auto first = to;
        for (int x = 0; x < width * factor; ++x) {
            to = std::copy_n(from + x / factor * channels, channels, to);
        }
        for (int copy = 1; copy < factor; ++copy) {
            to = std::copy_n(first, line, to);
        }
    }
}

void enlargeSmooth(const Image& image, int factor, Image& out) {
    const auto [channels, height, width] = image.shape;
    const std::vector<Taps> down = tapsOf(height, factor);
    const std::vector<Taps> across = tapsOf(width, factor);
    const int line = width * channels;
    std::vector<float> row(static_cast<std::size_t>(line));
    auto to = out.pixels.begin();
    for (const Taps& y : down) {
        for (int i = 0; i < line; ++i) {
            float sum = 0;
            for (std::size_t k = 0; k < 4; ++k) {
                sum +=
                    y.share[k] * image.pixels[static_cast<std::size_t>(std::int64_t{y.index[k]} * line + i)];
            }
            row[static_cast<std::size_t>(i)] = sum;
        }
        for (const Taps& x : across) {
            for (int c = 0; c < channels; ++c) {
                float sum = 0;
                for (std::size_t k = 0; k < 4; ++k) {
                    sum += x.share[k] * row[static_cast<std::size_t>(x.index[k] * channels + c)];
                }
                *to++ = static_cast<std::uint8_t>(std::clamp(sum + 0.5f, 0.0f, 255.0f));
            }
        }
    }
}

} // namespace

Image enlarge(const Image& image, const Enlargement& how) {
    if (how.factor < 1 || how.factor > kLargestFactor) {
        throw Error(ErrorKind::Usage, "a picture can be drawn 1 to " + std::to_string(kLargestFactor) +
                                          " times as large, not " + std::to_string(how.factor) + " times");
    }
    if (how.factor == 1) {
        return image;
    }
    const auto [channels, height, width] = image.shape;
    Image out{{channels, height * how.factor, width * how.factor}, {}};
    out.pixels.resize(static_cast<std::size_t>(out.shape.pixels()));
    how.scaling == Scaling::Nearest ? enlargeSquare(image, how.factor, out)
                                    : enlargeSmooth(image, how.factor, out);
    return out;
}

} // namespace latentscape
