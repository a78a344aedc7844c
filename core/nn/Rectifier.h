// What surrounds a layer's products: bias and rectifier behind them, and the way back through both. Plain
// loops over the rows and columns of a matrix, for one thread; layers cut the work.
#pragma once

#include <cstdint>

namespace latentscape {

// The columns [first, last) of all rows of a row-major matrix. For images [n, height, width, channels] a row
// is a pixel and a column a channel.
struct Columns {
    std::int64_t rows;
    std::int64_t columns;
    std::int64_t first;
    std::int64_t last;
};

// y = rectifier(y + bias). bias: [columns], or null for none. slope: below zero, see Layer.h.
void addBiasAndRectify(float* y, const float* bias, const Columns& range, float slope);

// From dL/d(rectified y) to dL/d(y before the rectifier), in place, and the sum of each column of it in
// `sums` ([columns], those of the range overwritten; null for none): the gradient of the bias. Where a
// product in bfloat16 is to follow, `rounded` ([rows, columns]) is given: the range of it is filled, and dy
// may stay as it is.
void rectifyBackward(const float* y, float* dy, float* sums, const Columns& range, float slope,
                     std::uint16_t* rounded = nullptr);

} // namespace latentscape
