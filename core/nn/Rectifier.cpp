#include "core/nn/Rectifier.h"

#include "core/nn/Layer.h"
#include "core/tensor/Bf16.h"
#include "core/tensor/Simd.h"

#include <algorithm>
#include <array>

namespace latentscape {

namespace {

constexpr std::int64_t kFoldedWidth = 64; // floats: enough for every vector unit

LATENTSCAPE_SIMD void addAndRectifyRows(float* y, const float* bias, const Columns& range, float slope) {
    const auto [rows, columns, first, last] = range;
    for (std::int64_t i = 0; i < rows; ++i) {
        float* row = y + i * columns;
#pragma omp simd
        for (std::int64_t j = first; j < last; ++j) {
            const float v = row[j] + bias[j];
            row[j] = v > 0.0f ? v : slope * v;
        }
    }
}

// A gradient in place, or rounded elsewhere.
struct InPlace {
    float* dy;

    void put(std::int64_t at, const Lanes& g) const { lanes(dy + at) = g; }
    void put(std::int64_t at, float g) const { dy[at] = g; }
};
struct Rounded {
    std::uint16_t* dy;

    void put(std::int64_t at, const Lanes& g) const { roundLanes(g, dy + at); }
    void put(std::int64_t at, float g) const { dy[at] = nearestBf16(g); }
};

template <typename Out>
LATENTSCAPE_INLINE void rectifyBackwardRows(const float* y, const float* dy, const Out& out, float* sums,
                                            const Columns& range, float slope) {
    const auto [rows, columns, first, last] = range;
    std::int64_t j = first;
    for (; j + 2 * kLanes <= last; j += 2 * kLanes) {
        Lanes sum = lanes(sums + j);
        Lanes next = lanes(sums + j + kLanes);
        for (std::int64_t i = 0; i < rows; ++i) {
            const std::int64_t at = i * columns + j;
            Lanes g = lanes(dy + at);
            Lanes h = lanes(dy + at + kLanes);
            g = lanes(y + at) > 0.0f ? g : slope * g;
            h = lanes(y + at + kLanes) > 0.0f ? h : slope * h;
            out.put(at, g);
            out.put(at + kLanes, h);
            sum += g;
            next += h;
        }
        lanes(sums + j) = sum;
        lanes(sums + j + kLanes) = next;
    }
    for (; j < last; ++j) {
        for (std::int64_t i = 0; i < rows; ++i) {
            const std::int64_t at = i * columns + j;
            const float g = y[at] > 0.0f ? dy[at] : slope * dy[at];
            out.put(at, g);
            sums[j] += g;
        }
    }
}

LATENTSCAPE_SIMD void rectifyInPlace(const float* y, float* dy, float* sums, const Columns& range,
                                     float slope) {
    rectifyBackwardRows(y, dy, InPlace{dy}, sums, range, slope);
}

LATENTSCAPE_SIMD void rectifyRounded(const float* y, const float* dy, std::uint16_t* rounded, float* sums,
                                     const Columns& range, float slope) {
    rectifyBackwardRows(y, dy, Rounded{rounded}, sums, range, slope);
}

LATENTSCAPE_SIMD void sumRows(const float* dy, float* sums, const Columns& range) {
    const auto [rows, columns, first, last] = range;
    std::int64_t j = first;
    for (; j + kLanes <= last; j += kLanes) {
        Lanes sum = lanes(sums + j);
        for (std::int64_t i = 0; i < rows; ++i) {
            sum += lanes(dy + i * columns + j);
        }
        lanes(sums + j) = sum;
    }
    for (; j < last; ++j) {
        for (std::int64_t i = 0; i < rows; ++i) {
            sums[j] += dy[i * columns + j];
        }
    }
}

// How many rows to take as one, so that a row of few channels still fills a vector register.
std::int64_t foldOf(const Columns& range) {
    const bool whole = range.first == 0 && range.last == range.columns;
    return whole && range.columns <= kFoldedWidth / 4 ? kFoldedWidth / range.columns : 1;
}

// The rows that `fold` divides, as fewer and wider ones.
Columns folded(const Columns& range, std::int64_t fold) {
    const std::int64_t width = range.columns * fold;
    return {range.rows / fold, width, 0, width};
}

} // namespace

void addBiasAndRectify(float* y, const float* bias, const Columns& range, float slope) {
    if (!bias && slope == kNoRectifier) {
        return;
    }
    std::array<float, kFoldedWidth> wide{};
    const std::int64_t fold = foldOf(range);
    if (fold > 1) {
        for (std::int64_t j = 0; bias && j < fold * range.columns; ++j) {
            wide[static_cast<std::size_t>(j)] = bias[j % range.columns];
        }
        addAndRectifyRows(y, wide.data(), folded(range, fold), slope);
        const std::int64_t done = range.rows / fold * fold;
        addAndRectifyRows(y + done * range.columns, wide.data(),
                          {range.rows - done, range.columns, 0, range.columns}, slope);
    } else if (bias) {
        addAndRectifyRows(y, bias, range, slope);
    } else {
        for (std::int64_t from = range.first; from < range.last; from += kFoldedWidth) { // of a bias of zeros
            const std::int64_t to = std::min(range.last, from + kFoldedWidth);
            addAndRectifyRows(y + from, wide.data(), {range.rows, range.columns, 0, to - from}, slope);
        }
    }
}

void rectifyBackward(const float* y, float* dy, float* sums, const Columns& range, float slope,
                     std::uint16_t* rounded) {
    if (!sums && slope == kNoRectifier && !rounded) {
        return;
    }
    const auto run = [&](std::int64_t offset, float* into, const Columns& part) {
        if (rounded) {
            rectifyRounded(y + offset, dy + offset, rounded + offset, into, part, slope);
        } else if (slope == kNoRectifier) {
            sumRows(dy + offset, into, part);
        } else {
            rectifyInPlace(y + offset, dy + offset, into, part, slope);
        }
    };
    std::array<float, kFoldedWidth> wide{};
    const std::int64_t fold = foldOf(range);
    if (fold > 1) {
        run(0, wide.data(), folded(range, fold));
        const std::int64_t done = range.rows / fold * fold;
        run(done * range.columns, wide.data(), {range.rows - done, range.columns, 0, range.columns});
        for (std::int64_t j = 0; sums && j < range.columns; ++j) {
            sums[j] = 0;
            for (std::int64_t k = j; k < fold * range.columns; k += range.columns) {
                sums[j] += wide[static_cast<std::size_t>(k)];
            }
        }
    } else if (sums) {
        std::fill(sums + range.first, sums + range.last, 0.0f);
        run(0, sums, range);
    } else {
        for (std::int64_t from = range.first; from < range.last; from += kFoldedWidth) { // sums nobody reads
            const std::int64_t to = std::min(range.last, from + kFoldedWidth);
            run(from, wide.data(), {range.rows, range.columns, 0, to - from});
        }
    }
}

} // namespace latentscape
