// Layers one after another; owns the values between them.
#pragma once

#include "core/nn/Layer.h"
#include "core/nn/PlanCache.h"

#include <memory>
#include <vector>

namespace latentscape {

class Sequential : public Layer {
public:
    // Throws Error when there is no layer.
    explicit Sequential(std::vector<std::unique_ptr<Layer>> layers);

    // Layers with parameters are numbered from 0: "<prefix>.0", "<prefix>.1", ...
    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx) override;

private:
    struct Between { // behind each layer but the last, for one batch size
        std::vector<Tensor> values;
        std::vector<Tensor> gradients;
    };
    Between& between(std::int64_t batch);

    std::vector<std::unique_ptr<Layer>> m_layers;
    std::vector<Shape> m_shapes; // output of each layer
    PlanCache<Between> m_between;
};

} // namespace latentscape
