#include "core/nn/Losses.h"

#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"
#include "core/tensor/Simd.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace latentscape {

namespace {

// One image's outputs, targets and dL/doutput, or no gradient for the functions that only sum.
struct Row {
    const float* output;
    const float* target;
    float* gradient;
    float scale;
};

LATENTSCAPE_SIMD float bceRow(const Row& row, std::int64_t first, std::int64_t last) {
    const auto [logits, targets, gradient, scale] = row;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = first; j < last; ++j) {
        const float l = logits[j];
        const float e = fastExp(-std::fabs(l));
        sum += std::max(l, 0.0f) - l * targets[j] + fastLog1p(e);
        const float inverse = 1.0f / (1.0f + e);
        gradient[j] = scale * ((l >= 0 ? inverse : e * inverse) - targets[j]);
    }
    return sum;
}

LATENTSCAPE_SIMD float bceRowSum(const Row& row, std::int64_t first, std::int64_t last) {
    const float* logits = row.output;
    const float* targets = row.target;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = first; j < last; ++j) {
        const float l = logits[j];
        sum += std::max(l, 0.0f) - l * targets[j] + fastLog1p(fastExp(-std::fabs(l)));
    }
    return sum;
}

LATENTSCAPE_SIMD float squaredErrorRow(const Row& row, std::int64_t first, std::int64_t last) {
    const auto [predictions, targets, gradient, scale] = row;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = first; j < last; ++j) {
        const float d = predictions[j] - targets[j];
        sum += d * d;
        gradient[j] = 2.0f * scale * d;
    }
    return sum;
}

LATENTSCAPE_SIMD float squaredErrorRowSum(const Row& row, std::int64_t first, std::int64_t last) {
    const float* predictions = row.output;
    const float* targets = row.target;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t j = first; j < last; ++j) {
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

// Sums loss(row) over the images. Each thread takes its pixels of all of them, as the layer before took its
// units: what it computed there is still in its cache.
double sumRows(const Tensor& outputs, const Tensor& targets, float scale, Tensor* gradient,
               float (*loss)(const Row&, std::int64_t, std::int64_t)) {
    if (outputs.size() != targets.size()) {
        throw Error(ErrorKind::Usage, "A loss was asked for outputs of " + toString(outputs.shape()) +
                                          " and targets of " + toString(targets.shape()) + ".");
    }
    constexpr std::int64_t kGrain = 6'000; // elements worth a thread
    const std::int64_t rows = outputs.dim(0);
    const std::int64_t width = outputs.size() / rows;
    return parallelSum(width, kGrain / rows + 1, [&](std::int64_t first, std::int64_t last) {
        double sum = 0;
        for (std::int64_t i = 0; i < rows; ++i) {
            const std::int64_t start = i * width;
            sum += loss({outputs.data() + start, targets.data() + start,
                         gradient ? gradient->data() + start : nullptr, scale},
                        first, last);
        }
        return sum;
    });
}

void eachRow(const Tensor& outputs, const Tensor& targets, std::span<float> sums, Tensor* gradient,
             float (*loss)(const Row&, std::int64_t, std::int64_t)) {
    const std::int64_t rows = outputs.dim(0);
    const std::int64_t width = targets.size() / targets.dim(0);
    const std::int64_t samples = rows / targets.dim(0);
    if (outputs.size() != samples * targets.size() || std::ssize(sums) != rows) {
        throw Error(ErrorKind::Usage, "A loss was asked for outputs of " + toString(outputs.shape()) +
                                          " and targets of " + toString(targets.shape()) + ".");
    }
    constexpr std::int64_t kGrain = 6'000; // elements worth a thread
    parallelFor(rows, kGrain / width + 1, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i < last; ++i) {
            sums[static_cast<std::size_t>(i)] =
                loss({outputs.data() + i * width, targets.data() + i / samples * width,
                      gradient ? gradient->data() + i * width : nullptr, 1.0f},
                     0, width);
        }
    });
}

} // namespace

double bceWithLogits(const Tensor& logits, const Tensor& targets, float scale, Tensor* gradient) {
    return sumRows(logits, targets, scale, gradient, gradient ? bceRow : bceRowSum);
}

double squaredError(const Tensor& predictions, const Tensor& targets, float scale, Tensor* gradient) {
    return sumRows(predictions, targets, scale, gradient, gradient ? squaredErrorRow : squaredErrorRowSum);
}

void bceWithLogitsRows(const Tensor& logits, const Tensor& targets, std::span<float> sums, Tensor* gradient) {
    eachRow(logits, targets, sums, gradient, gradient ? bceRow : bceRowSum);
}

void squaredErrorRows(const Tensor& predictions, const Tensor& targets, std::span<float> sums,
                      Tensor* gradient) {
    eachRow(predictions, targets, sums, gradient, gradient ? squaredErrorRow : squaredErrorRowSum);
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

double gaussianKlWithFreeBits(const Tensor& moments, float least, float scale, Tensor* gradient) {
    const std::int64_t n = moments.dim(0);
    const std::int64_t d = moments.size() / n / 2;
    std::vector<float> perLatent(static_cast<std::size_t>(d));
    gaussianKl(moments, scale, gradient, perLatent.data());
    double total = 0;
    for (std::int64_t j = 0; j < d; ++j) {
        const float kl = perLatent[static_cast<std::size_t>(j)];
        const float free = least * static_cast<float>(n);
        total += double{std::max(kl, free)};
        if (gradient && kl < free) {
            gradient->matrix().col(j).setZero();
            gradient->matrix().col(d + j).setZero();
        }
    }
    return total;
}

double softmaxCrossEntropy(const Tensor& logits, std::span<const std::uint16_t> classes, float scale,
                           Tensor* gradient) {
    double total = 0;
    for (std::int64_t i = 0; i < logits.dim(0); ++i) {
        const auto row = logits.row(i);
        const std::size_t right = classes[static_cast<std::size_t>(i)];
        if (right >= row.size()) {
            throw Error(ErrorKind::Usage, "Class " + std::to_string(right) + " is none of the " +
                                              std::to_string(row.size()) + " that the network tells apart.");
        }
        const float most = std::ranges::max(row); // so that no exponential overflows
        double sum = 0;
        for (const float logit : row) {
            sum += std::exp(double{logit} - most);
        }
        total += std::log(sum) + most - row[right];
        if (gradient) {
            const auto out = gradient->row(i);
            for (std::size_t j = 0; j < row.size(); ++j) {
                const double probability = std::exp(double{row[j]} - most) / sum;
                out[j] = scale * static_cast<float>(probability - (j == right ? 1 : 0));
            }
        }
    }
    return total;
}

void softmax(Tensor& logits) {
    for (std::int64_t i = 0; i < logits.dim(0); ++i) {
        const auto row = logits.row(i);
        const float most = std::ranges::max(row);
        double sum = 0;
        for (float& value : row) {
            value = std::exp(value - most);
            sum += value;
        }
        for (float& value : row) {
            value = static_cast<float>(value / sum);
        }
    }
}

} // namespace latentscape
