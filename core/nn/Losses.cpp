#include "core/nn/Losses.h"

#include "core/tensor/Error.h"
#include "core/tensor/Simd.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace latentscape {

namespace {

constexpr std::int64_t kGrain = 12'000; // elements worth a thread

LATENTSCAPE_SIMD float bceRow(const float* logits, const float* targets, float scale, float* gradient,
                              std::int64_t count) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = 0; j < count; ++j) {
        const float l = logits[j];
        const float e = fastExp(-std::fabs(l));
        sum += std::max(l, 0.0f) - l * targets[j] + fastLog1p(e);
        const float inverse = 1.0f / (1.0f + e);
        gradient[j] = scale * ((l >= 0 ? inverse : e * inverse) - targets[j]);
    }
    return sum;
}

LATENTSCAPE_SIMD float bceRowSum(const float* logits, const float* targets, std::int64_t count) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = 0; j < count; ++j) {
        const float l = logits[j];
        sum += std::max(l, 0.0f) - l * targets[j] + fastLog1p(fastExp(-std::fabs(l)));
    }
    return sum;
}

LATENTSCAPE_SIMD float squaredErrorRow(const float* predictions, const float* targets, float scale,
                                       float* gradient, std::int64_t count) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = 0; j < count; ++j) {
        const float d = predictions[j] - targets[j];
        sum += d * d;
        gradient[j] = 2.0f * scale * d;
    }
    return sum;
}

LATENTSCAPE_SIMD float squaredErrorRowSum(const float* predictions, const float* targets,
                                          std::int64_t count) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = 0; j < count; ++j) {
        const float d = predictions[j] - targets[j];
        sum += d * d;
    }
    return sum;
}

// KL(N(mean, e^logvar) || N(0, 1)) summed over d latents, and added to perLatent where that is given.
LATENTSCAPE_SIMD float klRow(const float* mean, const float* logvar, std::int64_t d, float* perLatent) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = 0; j < d; ++j) {
        const float kl = -0.5f * (1.0f + logvar[j] - mean[j] * mean[j] - fastExp(logvar[j]));
        sum += kl;
        if (perLatent) {
            perLatent[j] += kl;
        }
    }
    return sum;
}

LATENTSCAPE_SIMD void klRowGradient(const float* mean, const float* logvar, float scale, float* dMean,
                                    float* dLogvar, std::int64_t d) {
#pragma omp simd
    for (std::int64_t j = 0; j < d; ++j) {
        dMean[j] = scale * mean[j];
        dLogvar[j] = scale * 0.5f * (fastExp(logvar[j]) - 1.0f);
    }
}

// Sums row(i) over the rows of `shape`, in an order that the number of threads doesn't change.
template <typename Row> double sumRows(const Shape& shape, const Row& row) {
    constexpr std::int64_t kGroups = 64;
    std::array<double, kGroups> sums{};
    const std::int64_t rows = shape.at(0);
    const std::int64_t inGroup = (rows + kGroups - 1) / kGroups;
    const std::int64_t groups = (rows + inGroup - 1) / inGroup;
    const std::int64_t groupSize = inGroup * (elementCount(shape) / rows);
    parallelFor(groups, kGrain / groupSize + 1, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t g = first; g < last; ++g) {
            for (std::int64_t i = g * inGroup; i < std::min(rows, (g + 1) * inGroup); ++i) {
                sums[static_cast<std::size_t>(g)] += row(i);
            }
        }
    });
    return std::accumulate(sums.begin(), sums.end(), 0.0);
}

void requireSameSize(const Tensor& a, const Tensor& b) {
    if (a.size() != b.size()) {
        throw Error(ErrorKind::Usage, "A loss was asked for outputs of " + toString(a.shape()) +
                                          " and targets of " + toString(b.shape()) + ".");
    }
}

} // namespace

double bceWithLogits(const Tensor& logits, const Tensor& targets, float scale, Tensor* gradient) {
    requireSameSize(logits, targets);
    const std::int64_t width = logits.size() / logits.dim(0);
    return sumRows(logits.shape(), [&](std::int64_t i) {
        const float* l = logits.data() + i * width;
        const float* t = targets.data() + i * width;
        return gradient ? bceRow(l, t, scale, gradient->data() + i * width, width) : bceRowSum(l, t, width);
    });
}

double squaredError(const Tensor& predictions, const Tensor& targets, float scale, Tensor* gradient) {
    requireSameSize(predictions, targets);
    const std::int64_t width = predictions.size() / predictions.dim(0);
    return sumRows(predictions.shape(), [&](std::int64_t i) {
        const float* p = predictions.data() + i * width;
        const float* t = targets.data() + i * width;
        return gradient ? squaredErrorRow(p, t, scale, gradient->data() + i * width, width)
                        : squaredErrorRowSum(p, t, width);
    });
}

double gaussianKl(const Tensor& moments, float scale, Tensor* gradient, float* perLatent) {
    const std::int64_t d = moments.size() / moments.dim(0) / 2;
    double total = 0;
    for (std::int64_t i = 0; i < moments.dim(0); ++i) {
        const float* mean = moments.row(i).data();
        total += klRow(mean, mean + d, d, perLatent);
        if (gradient) {
            float* g = gradient->row(i).data();
            klRowGradient(mean, mean + d, scale, g, g + d, d);
        }
    }
    return total;
}

} // namespace latentscape
