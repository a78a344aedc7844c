#include "core/nn/Upsample.h"

#include "core/nn/ImageParts.h"
#include "core/tensor/Error.h"
#include "core/tensor/Simd.h"

#include <algorithm>

namespace latentscape {

namespace {

constexpr std::int64_t kGrain = 25'000; // elements worth a thread

// to = (1 - share) a + share b
LATENTSCAPE_SIMD void mix(const float* a, const float* b, float share, float* to, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        to[i] = a[i] + share * (b[i] - a[i]);
    }
}

// to += factor from
LATENTSCAPE_SIMD void addTimes(const float* from, float factor, float* to, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        to[i] += factor * from[i];
    }
}

// f(image, buffer of `rowSize` floats) for each image, on all threads.
template <typename F>
void forImages(std::int64_t images, std::int64_t work, std::int64_t rowSize, const F& f) {
    const int parts = imagePartsFor(images, work, kGrain);
    parallelParts(parts, [&](int part) {
        std::vector<float> row(static_cast<std::size_t>(rowSize));
        const auto [first, last] = imagesOf(images, part, parts);
        for (std::int64_t image = first; image < last; ++image) {
            f(image, row.data());
        }
    });
}

} // namespace

Upsample::Upsample(std::int64_t scale, Kind kind)
    : m_scale(scale)
    , m_kind(kind) {
    if (scale < 1) {
        throw Error(ErrorKind::Usage, "An upsampling layer's scale must be at least 1.");
    }
}

std::vector<Upsample::Tap> Upsample::tapsOf(std::int64_t side) const {
    std::vector<Tap> taps;
    for (std::int64_t i = 0; i < side * m_scale; ++i) {
        if (m_kind == Kind::Nearest) {
            taps.push_back({i / m_scale, i / m_scale, 0});
            continue;
        }
        const float centre = (static_cast<float>(i) + 0.5f) / static_cast<float>(m_scale) - 0.5f;
        const float place = std::max(0.0f, centre);
        const auto first = static_cast<std::int64_t>(place);
        taps.push_back({first, std::min(first + 1, side - 1), place - static_cast<float>(first)});
    }
    return taps;
}

Shape Upsample::declare(const Shape& input, ParameterStore&, const std::string& prefix) {
    if (input.size() != 3) {
        throw Error(ErrorKind::Usage, prefix + ": upsampling needs images, but its input is " +
                                          toString(input) + ". Put a reshape before it.");
    }
    m_input = input;
    m_rows = tapsOf(input[0]);
    m_columns = tapsOf(input[1]);
    return {input[0] * m_scale, input[1] * m_scale, input[2]};
}

// One image. row: [width, channels], a row of the input's width and the output's height.
void Upsample::enlarge(const float* x, float* y, float* row) const {
    const std::int64_t channels = m_input[2];
    const std::int64_t width = m_input[1] * channels;
    for (const auto& [first, second, share] : m_rows) {
        const float* from = x + first * width;
        if (share > 0) {
            mix(from, x + second * width, share, row, width);
            from = row;
        }
        for (const Tap& tap : m_columns) {
            const float* pixel = from + tap.first * channels;
            if (tap.share > 0) {
                mix(pixel, from + tap.second * channels, tap.share, y, channels);
            } else {
                std::copy_n(pixel, channels, y);
            }
            y += channels;
        }
    }
}

// The transpose of enlarge(): adds each pixel's gradient to the pixels that it was made of.
void Upsample::collect(const float* dy, float* dx, float* row) const {
    const std::int64_t channels = m_input[2];
    const std::int64_t width = m_input[1] * channels;
    std::fill_n(dx, m_input[0] * width, 0.0f);
    for (const auto& [first, second, share] : m_rows) {
        std::fill_n(row, width, 0.0f);
        for (const Tap& tap : m_columns) {
            addTimes(dy, 1 - tap.share, row + tap.first * channels, channels);
            if (tap.share > 0) {
                addTimes(dy, tap.share, row + tap.second * channels, channels);
            }
            dy += channels;
        }
        addTimes(row, 1 - share, dx + first * width, width);
        if (share > 0) {
            addTimes(row, share, dx + second * width, width);
        }
    }
}

void Upsample::forward(const Tensor& x, Tensor& y, Mode) {
    const std::int64_t inputs = elementCount(m_input);
    const std::int64_t outputs = inputs * m_scale * m_scale;
    forImages(x.dim(0), outputs, m_input[1] * m_input[2], [&](std::int64_t image, float* row) {
        enlarge(x.data() + image * inputs, y.data() + image * outputs, row);
    });
}

void Upsample::backward(const Tensor& x, const Tensor&, Tensor& dy, Tensor* dx, WeightGradients) {
    if (!dx) {
        return;
    }
    const std::int64_t inputs = elementCount(m_input);
    const std::int64_t outputs = inputs * m_scale * m_scale;
    forImages(x.dim(0), outputs, m_input[1] * m_input[2], [&](std::int64_t image, float* row) {
        collect(dy.data() + image * outputs, dx->data() + image * inputs, row);
    });
}

} // namespace latentscape
