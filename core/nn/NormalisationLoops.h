// What normalisations do with each value. Plain loops over the rows and channels of x [rows, channels], for
// one thread; a row is a pixel. All other arrays are [channels].
#pragma once

#include <cstdint>

namespace latentscape {

// Adds to the sums of x - shift and of its square; the shift keeps the difference of large sums from losing
// digits.
void addMoments(const float* x, const float* shift, float* sums, float* squares, std::int64_t rows,
                std::int64_t channels);

// y = rectifier(x scale + offset). slope: below zero, see Layer.h.
void normalise(const float* x, const float* scale, const float* offset, float slope, float* y,
               std::int64_t rows, std::int64_t channels);

// Adds to the sums of dy times the normalised x, (x - mean) inverse.
void addProducts(const float* x, const float* dy, const float* mean, const float* inverse, float* sums,
                 std::int64_t rows, std::int64_t channels);

// dx = a dy + b x + c
void combine(const float* x, const float* dy, const float* a, const float* b, const float* c, float* dx,
             std::int64_t rows, std::int64_t channels);

} // namespace latentscape
