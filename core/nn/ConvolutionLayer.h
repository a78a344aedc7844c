// What Conv2d and ConvTranspose2d share: a convolution between a larger and a smaller image, which one of
// them runs forwards and the other backwards (Dumoulin & Visin 2016, "A guide to convolution arithmetic for
// deep learning"). Images are [height, width, channels]; kernel, stride and padding are the same in both
// directions.
#pragma once

#include "core/nn/Layer.h"
#include "core/tensor/Precision.h"

#include <memory>

namespace latentscape {

struct ConvolutionConfig {
    std::int64_t channels = 1; // of the output
    std::int64_t kernel = 3;
    std::int64_t stride = 1;
    std::int64_t padding = 0;
    bool bias = true;           // useless before a normalisation
    float slope = kNoRectifier; // of a rectifier behind it
    Precision precision = Precision::F32;
};

class ConvolutionLayer : public Layer {
public:
    ~ConvolutionLayer() override;

    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override; // with the kernel and, other than 1, the stride
    double flops() const override;

protected:
    // Throws Error (Usage) naming what is not possible.
    explicit ConvolutionLayer(const ConvolutionConfig& config);

    // Side of the output for a side of the input, which need not be positive.
    virtual std::int64_t outputSide(std::int64_t inputSide) const = 0;
    virtual bool isTransposed() const = 0;

    ConvolutionConfig m_config;

private:
    struct Plans;

    Shape m_input;  // [height, width, channels]
    Shape m_output; // likewise
    ParameterStore* m_store = nullptr;
    std::size_t m_weight = 0;
    std::size_t m_bias = 0; // [channels]
    std::unique_ptr<Plans> m_plans;
};

} // namespace latentscape
