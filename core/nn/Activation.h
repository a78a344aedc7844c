// An elementwise nonlinearity as a layer of its own.
#pragma once

#include "core/nn/Layer.h"

#include <memory>

namespace latentscape {

class Activation : public Layer {
public:
    enum class Kind { Relu, LeakyRelu, Sigmoid, Tanh, Softplus, Silu };

    // slope: of LeakyRelu below zero.
    explicit Activation(Kind kind, float slope = 0.2f);
    ~Activation() override;

    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override;

private:
    struct Plans;

    Kind m_kind;
    float m_slope;
    std::unique_ptr<Plans> m_plans;
};

} // namespace latentscape
