// The same numbers under another shape, such as a vector as an image [height, width, channels]. Within a
// Sequential it costs nothing.
#pragma once

#include "core/nn/Layer.h"

namespace latentscape {

class Reshape : public Layer {
public:
    // output: empty for a vector of as many values as there are.
    explicit Reshape(Shape output)
        : m_output(std::move(output)) {}

    // Throws Error (Usage) when the sizes differ.
    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override { return "reshape"; }
    bool isView() const override { return true; }

private:
    Shape m_output;
};

} // namespace latentscape
