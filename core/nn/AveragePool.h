// The mean of each square of pixels, a channel each, as in torch.nn.AvgPool2d without padding. A side of s
// pixels becomes (s - kernel) / stride + 1, rounded down. Images are [height, width, channels].
#pragma once

#include "core/nn/Layer.h"

namespace latentscape {

class AveragePool : public Layer {
public:
    // Throws Error (Usage) when kernel or stride is below 1.
    AveragePool(std::int64_t kernel, std::int64_t stride);

    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override { return "avg_pool"; }

private:
    template <typename F> void forPatches(std::int64_t images, const F& f) const;

    std::int64_t m_kernel;
    std::int64_t m_stride;
    Shape m_input;  // [height, width, channels]
    Shape m_output; // likewise
};

} // namespace latentscape
