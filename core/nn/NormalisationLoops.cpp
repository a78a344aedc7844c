#include "core/nn/NormalisationLoops.h"

#include "core/tensor/Simd.h"

namespace latentscape {

LATENTSCAPE_SIMD void addMoments(const float* x, const float* shift, float* sums, float* squares,
                                 std::int64_t rows, std::int64_t channels) {
    std::int64_t c = 0;
    for (; c + kLanes <= channels; c += kLanes) {
        const Lanes from = lanes(shift + c);
        Lanes sum = lanes(sums + c);
        Lanes square = lanes(squares + c);
        for (std::int64_t i = 0; i < rows; ++i) {
            const Lanes d = lanes(x + i * channels + c) - from;
            sum += d;
            square += d * d;
        }
        lanes(sums + c) = sum;
        lanes(squares + c) = square;
    }
    for (; c < channels; ++c) {
        for (std::int64_t i = 0; i < rows; ++i) {
            const float d = x[i * channels + c] - shift[c];
            sums[c] += d;
            squares[c] += d * d;
        }
    }
}

LATENTSCAPE_SIMD void normalise(const float* x, const float* scale, const float* offset, float slope,
                                float* y, std::int64_t rows, std::int64_t channels) {
    for (std::int64_t i = 0; i < rows; ++i) {
#pragma omp simd
        for (std::int64_t c = 0; c < channels; ++c) {
            const float v = x[i * channels + c] * scale[c] + offset[c];
            y[i * channels + c] = v > 0.0f ? v : slope * v;
        }
    }
}

LATENTSCAPE_SIMD void addProducts(const float* x, const float* dy, const float* mean, const float* inverse,
                                  float* sums, std::int64_t rows, std::int64_t channels) {
    std::int64_t c = 0;
    for (; c + kLanes <= channels; c += kLanes) {
        const Lanes from = lanes(mean + c);
        Lanes sum{};
        for (std::int64_t i = 0; i < rows; ++i) {
            sum += lanes(dy + i * channels + c) * (lanes(x + i * channels + c) - from);
        }
        lanes(sums + c) += sum * lanes(inverse + c);
    }
    for (; c < channels; ++c) {
        for (std::int64_t i = 0; i < rows; ++i) {
            sums[c] += dy[i * channels + c] * (x[i * channels + c] - mean[c]) * inverse[c];
        }
    }
}

LATENTSCAPE_SIMD void combine(const float* x, const float* dy, const float* a, const float* b, const float* c,
                              float* dx, std::int64_t rows, std::int64_t channels) {
    for (std::int64_t i = 0; i < rows; ++i) {
#pragma omp simd
        for (std::int64_t j = 0; j < channels; ++j) {
            dx[i * channels + j] = a[j] * dy[i * channels + j] + b[j] * x[i * channels + j] + c[j];
        }
    }
}

} // namespace latentscape
