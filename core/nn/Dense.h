// A fully connected layer: y = x W^T + b, with the ReLU that so often follows fused into it. W is [out, in],
// as in torch.nn.Linear, so that weights can be exchanged. Any input shape is taken as flat.
#pragma once

#include "core/nn/Layer.h"

#include <memory>

namespace latentscape {

class Dense : public Layer {
public:
    enum class Fused { None, Relu };

    // Throws Error when units < 1.
    explicit Dense(std::int64_t units, Fused activation = Fused::None);
    ~Dense() override;

    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx) override;

private:
    struct Plans;

    std::int64_t m_units;
    Fused m_activation;
    std::int64_t m_inputs = 0;
    ParameterStore* m_store = nullptr;
    std::size_t m_weight = 0; // [units, inputs]
    std::size_t m_bias = 0;   // [units]
    std::unique_ptr<Plans> m_plans;
};

} // namespace latentscape
