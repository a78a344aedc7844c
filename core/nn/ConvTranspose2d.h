// A transposed convolution, which makes images larger: the gradient of a convolution with respect to its
// input, and computed as that, because oneDNN's own deconvolution is slower in most shapes. The weights are
// [in, out, kernel, kernel], as in torch.nn.ConvTranspose2d. A side of s pixels becomes
// (s - 1) stride - 2 padding + kernel.
#pragma once

#include "core/nn/ConvolutionLayer.h"

namespace latentscape {

class ConvTranspose2d : public ConvolutionLayer {
public:
    explicit ConvTranspose2d(const ConvolutionConfig& config)
        : ConvolutionLayer(config) {}

private:
    bool isTransposed() const override { return true; }
    std::int64_t outputSide(std::int64_t inputSide) const override {
        return (inputSide - 1) * m_config.stride - 2 * m_config.padding + m_config.kernel;
    }
};

} // namespace latentscape
