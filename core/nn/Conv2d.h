// A convolution of images, y = w * x + b, with a rectifier fused behind it. The weights are
// [out, in, kernel, kernel], as in torch.nn.Conv2d. A side of s pixels becomes
// (s + 2 padding - kernel) / stride + 1, rounded down.
#pragma once

#include "core/nn/ConvolutionLayer.h"

namespace latentscape {

class Conv2d : public ConvolutionLayer {
public:
    explicit Conv2d(const ConvolutionConfig& config)
        : ConvolutionLayer(config) {}

private:
    bool isTransposed() const override { return false; }
    std::int64_t outputSide(std::int64_t inputSide) const override {
        const std::int64_t room = inputSide + 2 * m_config.padding - m_config.kernel;
        return room < 0 ? 0 : room / m_config.stride + 1;
    }
};

} // namespace latentscape
