// Images [height, width, channels] made larger by a whole factor: each pixel repeated, or interpolated
// between pixel centres (bilinear, as in torch.nn.Upsample with align_corners=False).
#pragma once

#include "core/nn/Layer.h"

namespace latentscape {

class Upsample : public Layer {
public:
    enum class Kind { Nearest, Bilinear };

    // Throws Error (Usage) when the scale is below 1.
    Upsample(std::int64_t scale, Kind kind);

    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override { return "upsample"; }

private:
    // What one line of the output is made of: (1 - share) of the line `first`, `share` of `second`.
    struct Tap {
        std::int64_t first;
        std::int64_t second;
        float share;
    };
    std::vector<Tap> tapsOf(std::int64_t side) const;
    void enlarge(const float* x, float* y, float* row) const;
    void collect(const float* dy, float* dx, float* row) const;

    std::int64_t m_scale;
    Kind m_kind;
    Shape m_input; // [height, width, channels]
    std::vector<Tap> m_rows, m_columns;
};

} // namespace latentscape
