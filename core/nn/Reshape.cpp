#include "core/nn/Reshape.h"

#include "core/tensor/Error.h"

#include <algorithm>

namespace latentscape {

Shape Reshape::declare(const Shape& input, ParameterStore&, const std::string& prefix) {
    if (m_output.empty()) {
        m_output = {elementCount(input)};
    }
    if (elementCount(input) != elementCount(m_output)) {
        throw Error(ErrorKind::Usage, prefix + ": " + toString(input) + " cannot be reshaped to " +
                                          toString(m_output) + ", which has another number of values.");
    }
    return m_output;
}

void Reshape::forward(const Tensor& x, Tensor& y, Mode) {
    std::ranges::copy(x.values(), y.values().begin());
}

void Reshape::backward(const Tensor&, const Tensor&, Tensor& dy, Tensor* dx, WeightGradients) {
    if (dx) {
        std::ranges::copy(dy.values(), dx->values().begin());
    }
}

} // namespace latentscape
