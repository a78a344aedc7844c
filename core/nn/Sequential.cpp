#include "core/nn/Sequential.h"

#include "core/tensor/Error.h"

namespace latentscape {

Sequential::Sequential(std::vector<std::unique_ptr<Layer>> layers)
    : m_layers(std::move(layers)) {
    if (m_layers.empty()) {
        throw Error(ErrorKind::Usage, "A network needs at least one layer.");
    }
}

Shape Sequential::declare(const Shape& input, ParameterStore& store, const std::string& prefix) {
    m_shapes.clear();
    Shape shape = input;
    int number = 0;
    for (const auto& layer : m_layers) {
        const std::size_t before = store.parameters().size();
        shape = layer->declare(shape, store, prefix + "." + std::to_string(number));
        number += store.parameters().size() > before ? 1 : 0;
        m_shapes.push_back(shape);
    }
    return shape;
}

Sequential::Between& Sequential::between(std::int64_t batch) {
    return m_between.get(batch, [&] {
        Between b;
        for (std::size_t i = 0; i + 1 < m_layers.size(); ++i) {
            Shape shape{batch};
            shape.insert(shape.end(), m_shapes[i].begin(), m_shapes[i].end());
            b.values.emplace_back(shape);
            b.gradients.emplace_back(shape);
        }
        return b;
    });
}

void Sequential::forward(const Tensor& x, Tensor& y) {
    Between& b = between(x.dim(0));
    const std::size_t last = m_layers.size() - 1;
    for (std::size_t i = 0; i <= last; ++i) {
        m_layers[i]->forward(i == 0 ? x : b.values[i - 1], i == last ? y : b.values[i]);
    }
}

void Sequential::backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx) {
    Between& b = between(x.dim(0));
    const std::size_t last = m_layers.size() - 1;
    for (std::size_t i = last + 1; i-- > 0;) {
        m_layers[i]->backward(i == 0 ? x : b.values[i - 1], i == last ? y : b.values[i],
                              i == last ? dy : b.gradients[i], i == 0 ? dx : &b.gradients[i - 1]);
    }
}

} // namespace latentscape
