// Layers whose output is added to their input (He et al. 2016), with a rectifier fused behind the sum:
// y = rectifier(f(x) + x). Where f changes the number of channels or makes images smaller, x goes through a
// convolution with a kernel of 1 that brings it to the same shape.
#pragma once

#include "core/nn/Conv2d.h"
#include "core/nn/Sequential.h"

namespace latentscape {

class Residual : public Layer {
public:
    // Throws Error (Usage) when there is no layer.
    explicit Residual(std::vector<std::unique_ptr<Layer>> layers, float slope = kNoRectifier,
                      Precision precision = Precision::F32);

    // The layers are "<prefix>.0" and so on, the convolution "<prefix>.projection". Throws Error (Usage) when
    // no such convolution leads from the input to the output.
    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override { return "residual"; }
    double flops() const override;
    std::int64_t keptValues() const override { return m_layers.keptValues() + m_keptValues; }

private:
    struct Values {        // for one batch size
        Tensor inner;      // f(x)
        Tensor dInner;     // its gradient
        Tensor projected;  // empty without a projection
        Tensor dFromShort; // dL/dx through the projection
    };
    Values& valuesFor(const Tensor& x, const Tensor& y);

    Sequential m_layers;
    std::int64_t m_keptValues = 0; // of one image
    float m_slope;
    Precision m_precision;
    std::unique_ptr<Conv2d> m_projection; // none: x itself is added
    PlanCache<Values> m_values;
};

} // namespace latentscape
