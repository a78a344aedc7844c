// One logit of features and their class, y_i = w x_i + b + e_c x_i with c the class of row i: the projection
// discriminator of Miyato & Koyama 2018, "cGANs with projection discriminator" (their equation 6). x [n, d]
// -> [n, 1]. Any input shape is taken as flat.
//
// Joining an embedding to the features instead would leave a linear layer with no more than a constant for
// each class, of which the generator would learn nothing.
#pragma once

#include "core/nn/ClassLabels.h"
#include "core/nn/Layer.h"

#include <memory>

namespace latentscape {

class ClassProjection : public Layer {
public:
    // labels: of the batches to come.
    explicit ClassProjection(std::shared_ptr<const ClassLabels> labels)
        : m_labels(std::move(labels)) {}

    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override { return "class_projection"; }
    double flops() const override { return 2.0 * static_cast<double>(m_inputs); }

private:
    std::shared_ptr<const ClassLabels> m_labels;
    std::int64_t m_inputs = 0;
    ParameterStore* m_store = nullptr;
    std::size_t m_weight = 0; // [1, inputs]
    std::size_t m_bias = 0;   // [1]
    std::size_t m_class = 0;  // [classes, inputs]
};

} // namespace latentscape
