// A layer whose weight is divided by its largest singular value (Miyato et al. 2018, "Spectral normalization
// for generative adversarial networks"), so that the layer stretches nothing by more than 1:
//
//     W' = W / s,   v = W^T u / |W^T u|,   s = u^T W v
//
// with W as a matrix [first dimension, all others]. In training each forward pass takes one step of the power
// iteration, u = W v / |W v|; u is kept with the parameters. The gradient takes u and v as constants, as the
// authors do.
#pragma once

#include "core/nn/Layer.h"

#include <memory>

namespace latentscape {

class SpectralNorm : public Layer {
public:
    // layer: one whose first parameter is its weight.
    explicit SpectralNorm(std::unique_ptr<Layer> layer)
        : m_layer(std::move(layer)) {}

    // Declares what the layer does, and "<prefix>.weight_u".
    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override { return m_layer->name() + ", spectral"; }
    double flops() const override { return m_layer->flops(); }
    std::int64_t keptValues() const override { return m_layer->keptValues(); }

private:
    void normaliseWeight(Mode mode);

    std::unique_ptr<Layer> m_layer;
    ParameterStore m_normalised; // what the layer itself sees
    ParameterStore* m_store = nullptr;
    std::size_t m_first = 0; // of the layer's parameters in m_store
    std::size_t m_u = 0;     // [rows of W]
    float m_norm = 1;        // of the last forward, as are
    Eigen::VectorXf m_left;  // u and
    Eigen::VectorXf m_right; // v
};

} // namespace latentscape
