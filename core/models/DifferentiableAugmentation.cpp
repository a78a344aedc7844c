#include "core/models/DifferentiableAugmentation.h"

#include "core/nn/ImageParts.h"

#include <cmath>
#include <numeric>

namespace latentscape {

namespace {

constexpr std::int64_t kGrain = 20'000; // values worth a thread

// In +-most.
float uniform(Random& random, float most) {
    return most * (2 * random.uniform() - 1);
}

// In [from, from + count); always one word.
int whole(Random& random, int from, int count) {
    return from + static_cast<int>(random.uniform() * static_cast<float>(count));
}

int share(int side, float of) {
    return static_cast<int>(static_cast<float>(side) * of + 0.5f);
}

// [from, to) of a side that a cut of `size` around `middle` takes away.
std::pair<int, int> cut(int middle, int size, int side) {
    const int from = middle - size / 2;
    return {std::clamp(from, 0, side), std::clamp(from + size, 0, side)};
}

float meanOf(std::span<const float> values) {
    return static_cast<float>(std::accumulate(values.begin(), values.end(), 0.0) /
                              static_cast<double>(values.size()));
}

// f(image) for each of a batch, spread over the threads.
template <typename F> void forEachImage(const Tensor& images, const F& f) {
    const std::int64_t count = images.dim(0);
    const int parts = imagePartsFor(count, images.size() / std::max<std::int64_t>(count, 1), kGrain);
    parallelParts(parts, [&](int part) {
        const auto [first, last] = imagesOf(count, part, parts);
        for (std::int64_t i = first; i < last; ++i) {
            f(i);
        }
    });
}

} // namespace

void DifferentiableAugmentation::draw(std::int64_t batch, Random& random) {
    m_changes.clear();
    for (std::int64_t i = 0; i < batch; ++i) {
        m_changes.push_back(drawChange(random));
    }
}

DifferentiableAugmentation::Change DifferentiableAugmentation::drawChange(Random& random) const {
    Change change{};
    change.brightness = uniform(random, 0.5f * m_config.colour);
    change.saturation = 1 + uniform(random, m_config.colour);
    change.contrast = 1 + uniform(random, 0.5f * m_config.colour);
    const auto shift = [&](int side) {
        const int most = share(side, m_config.translation);
        return whole(random, -most, 2 * most + 1);
    };
    change.down = shift(m_shape.height);
    change.right = shift(m_shape.width);
    const auto hidden = [&](int side) {
        const int size = share(side, m_config.cutout);
        return cut(whole(random, 0, side + 1 - size % 2), size, side);
    };
    change.cutRows = hidden(m_shape.height);
    change.cutColumns = hidden(m_shape.width);
    return change;
}

// The three changes of colour in one: of the pixel itself, the mean of its channels and that of the image.
// The matrix is symmetric, so that backward() takes it too.
void DifferentiableAugmentation::mixColours(const Change& change, const float* from, float* to,
                                            float offset) const {
    const float pixelMean = meanOf({from, static_cast<std::size_t>(m_shape.channels)});
    const float own = change.contrast * change.saturation;
    const float rest = change.contrast * (1 - change.saturation) * pixelMean + offset;
    for (int c = 0; c < m_shape.channels; ++c) {
        to[c] = own * from[c] + rest;
    }
}

void DifferentiableAugmentation::forward(const Tensor& images, Tensor& out) const {
    forEachImage(images, [&](std::int64_t i) {
        const Change& change = m_changes[static_cast<std::size_t>(i)];
        const float offset = (1 - change.contrast) * meanOf(images.row(i)) + change.brightness;
        float* to = out.row(i).data();
        for (int y = 0; y < m_shape.height; ++y) {
            for (int x = 0; x < m_shape.width; ++x, to += m_shape.channels) {
                const float* from = pixelAt(images.row(i), y - change.down, x - change.right);
                if (from && !change.hides(y, x)) {
                    mixColours(change, from, to, offset);
                } else {
                    std::fill_n(to, m_shape.channels, 0.0f);
                }
            }
        }
    });
}

void DifferentiableAugmentation::backward(const Tensor& dOut, Tensor& dImages) const {
    forEachImage(dOut, [&](std::int64_t i) {
        const Change& change = m_changes[static_cast<std::size_t>(i)];
        const std::span<float> image = dImages.row(i);
        float* to = image.data();
        for (int y = 0; y < m_shape.height; ++y) {
            for (int x = 0; x < m_shape.width; ++x, to += m_shape.channels) {
                const int row = y + change.down;
                const int column = x + change.right;
                const float* from = pixelAt(dOut.row(i), row, column);
                if (from && !change.hides(row, column)) {
                    std::copy_n(from, m_shape.channels, to);
                } else {
                    std::fill_n(to, m_shape.channels, 0.0f);
                }
            }
        }
        const float offset = (1 - change.contrast) * meanOf(image);
        for (to = image.data(); to != image.data() + image.size(); to += m_shape.channels) {
            mixColours(change, to, to, offset);
        }
    });
}

// Null beyond the border.
const float* DifferentiableAugmentation::pixelAt(std::span<const float> image, int y, int x) const {
    if (y < 0 || y >= m_shape.height || x < 0 || x >= m_shape.width) {
        return nullptr;
    }
    return image.data() + (std::ptrdiff_t{y} * m_shape.width + x) * m_shape.channels;
}

} // namespace latentscape
