#include "core/nn/Rectifier.h"

#include "core/nn/Layer.h"
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

LATENTSCAPE_SIMD void rectifyBackwardRows(const float* y, float* dy, float* sums, const Columns& range,
                                          float slope) {
    const auto [rows, columns, first, last] = range;
    std::int64_t j = first;
    for (; j + 2 * kLanes <= last; j += 2 * kLanes) {
        Lanes sum = lanes(sums + j);
        Lanes next = lanes(sums + j + kLanes);
        for (std::int64_t i = 0; i < rows; ++i) {
            const std::int64_t at = i * columns + j;
            Lanes& g = lanes(dy + at);
            Lanes& h = lanes(dy + at + kLanes);
            g = lanes(y + at) > 0.0f ? g : slope * g;
            h = lanes(y + at + kLanes) > 0.0f ? h : slope * h;
            sum += g;
            next += h;
        }
        lanes(sums + j) = sum;
        lanes(sums + j + kLanes) = next;
    }
    for (; j < last; ++j) {
        for (std::int64_t i = 0; i < rows; ++i) {
            float& g = dy[i * columns + j];
            g = y[i * columns + j] > 0.0f ? g : slope * g;
            sums[j] += g;
        }
    }
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

void rectifyBackward(const float* y, float* dy, float* sums, const Columns& range, float slope) {
    if (!sums && slope == kNoRectifier) {
        return;
    }
    const auto run = [&](std::int64_t offset, float* into, const Columns& part) {
        if (slope == kNoRectifier) {
            sumRows(dy + offset, into, part);
        } else {
            rectifyBackwardRows(y + offset, dy + offset, into, part, slope);
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
