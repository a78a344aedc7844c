// A fully connected layer: y = x W^T + b, with the rectifier that so often follows fused into it. W is
// [out, in], as in torch.nn.Linear, so that weights can be exchanged. Any input shape is taken as flat.
#pragma once

#include "core/nn/Layer.h"
#include "core/tensor/Precision.h"

#include <memory>

namespace latentscape {

class Dense : public Layer {
public:
    // bias: of a layer before a normalisation it would be of no effect. Throws Error when units < 1.
    // Bf16 is ignored where it does not pay: on processors without it, and for small products.
    explicit Dense(std::int64_t units, float slope = kNoRectifier, bool bias = true,
                   Precision precision = Precision::F32);
    ~Dense() override;

    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override { return "dense"; }
    double flops() const override { return 2.0 * static_cast<double>(m_units * m_inputs); }

private:
    struct Plans;

    std::int64_t m_units;
    float m_slope;
    bool m_hasBias;
    Precision m_precision;
    std::int64_t m_inputs = 0;
    ParameterStore* m_store = nullptr;
    std::size_t m_weight = 0; // [units, inputs]
    std::size_t m_bias = 0;   // [units]
    std::unique_ptr<Plans> m_plans;
};

} // namespace latentscape
