// Dropout (Srivastava et al. 2014): in training each value is set to zero with probability p and what is left
// divided by 1 - p; in evaluation nothing happens.
//
// Which values: those that counter-based random numbers choose, by a key that is drawn with the weights and
// the number of the step. Both are statistics beside the parameters, so that a resumed run goes on with the
// masks it would have had.
#pragma once

#include "core/nn/Layer.h"
#include "core/nn/PlanCache.h"

namespace latentscape {

class Dropout : public Layer {
public:
    // Throws Error (Usage) unless 0 <= probability < 1.
    explicit Dropout(float probability);

    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override { return "dropout"; }

private:
    void drawFactors(Tensor& factors);

    float m_probability;
    Mode m_mode = Mode::Evaluate; // of the last forward
    ParameterStore* m_store = nullptr;
    std::size_t m_key = 0, m_step = 0; // [1]: in [-1, 1], whole numbers
    PlanCache<Tensor> m_factors;       // of the last forward: 0, or 1 / (1 - p)
};

} // namespace latentscape
