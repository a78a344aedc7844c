#include "core/nn/SpectralNorm.h"

#include <algorithm>

namespace latentscape {

namespace {

constexpr float kLeastNorm = 1e-12f; // of a weight of zeros

Eigen::VectorXf ofLengthOne(const Eigen::VectorXf& vector) {
    return vector / std::max(vector.norm(), kLeastNorm);
}

} // namespace

Shape SpectralNorm::declare(const Shape& input, ParameterStore& store, const std::string& prefix) {
    const Shape output = m_layer->declare(input, m_normalised, prefix);
    m_store = &store;
    m_first = store.parameters().size();
    for (const Parameter& p : m_normalised.parameters()) {
        store.declare(p.name, p.shape, p.initial, p.trained);
    }
    const Parameter& weight = m_normalised.parameters().front();
    m_u = store.declare(weight.name + "_u", {weight.shape[0]}, {.bound = 1}, Trained::No);
    return output;
}

void SpectralNorm::normaliseWeight(Mode mode) {
    if (m_normalised.values().empty()) {
        m_normalised.allocate();
    }
    for (std::size_t i = 0; i < m_normalised.parameters().size(); ++i) {
        std::ranges::copy(m_store->value(m_first + i), m_normalised.mutableValue(i).begin());
    }
    const std::span<float> weight = m_normalised.mutableValue(0);
    const std::span<float> u = m_store->statistic(m_u);
    const auto rows = std::ssize(u);
    MatrixView w(weight.data(), rows, std::ssize(weight) / rows);
    m_left = ofLengthOne(Eigen::Map<const Eigen::VectorXf>(u.data(), rows));
    m_right = ofLengthOne(w.transpose() * m_left);
    const Eigen::VectorXf stretched = w * m_right;
    if (mode == Mode::Train && stretched.allFinite()) { // a step that fails must leave no trace
        m_left = ofLengthOne(stretched);
        std::copy_n(m_left.data(), rows, u.data());
    }
    m_norm = std::max(m_left.dot(stretched), kLeastNorm);
    w /= m_norm;
}

void SpectralNorm::forward(const Tensor& x, Tensor& y, Mode mode) {
    normaliseWeight(mode);
    m_layer->forward(x, y, mode);
}

// dL/dW = (dL/dW' - <dL/dW', W'> u v^T) / s
void SpectralNorm::backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                            WeightGradients gradients) {
    m_layer->backward(x, y, dy, dx, gradients);
    if (gradients == WeightGradients::Skip) {
        return;
    }
    for (std::size_t i = 0; i < m_normalised.parameters().size(); ++i) {
        std::ranges::copy(m_normalised.gradient(i), m_store->gradient(m_first + i).begin());
    }
    const ConstMatrixView w(m_normalised.value(0).data(), m_left.size(), m_right.size());
    MatrixView dw(m_store->gradient(m_first).data(), m_left.size(), m_right.size());
    const float along = dw.cwiseProduct(w).sum();
    dw = (dw - along * m_left * m_right.transpose()) / m_norm;
}

} // namespace latentscape
