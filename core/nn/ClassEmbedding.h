// A learnt vector for each class, joined to what the layer is given: x [n, d] -> [n, d + size], as
// torch.nn.Embedding and torch.cat do. Any input shape is taken as flat.
#pragma once

#include "core/nn/ClassLabels.h"
#include "core/nn/Layer.h"

#include <memory>

namespace latentscape {

class ClassEmbedding : public Layer {
public:
    // labels: of the batches to come. size: of a class's vector.
    ClassEmbedding(std::shared_ptr<const ClassLabels> labels, std::int64_t size)
        : m_labels(std::move(labels))
        , m_size(size) {}

    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override { return "class_embedding"; }

private:
    std::shared_ptr<const ClassLabels> m_labels;
    std::int64_t m_size;
    std::int64_t m_inputs = 0;
    ParameterStore* m_store = nullptr;
    std::size_t m_weight = 0; // [classes, size]
};

} // namespace latentscape
