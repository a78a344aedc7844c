// Adam (Kingma & Ba 2015, algorithm 1) and AdamW, its variant with decoupled weight decay (Loshchilov &
// Hutter 2019). Epsilon stands where torch.optim.Adam has it: sqrt(v / (1 - beta2^t)) + epsilon.
#pragma once

#include "core/nn/Optimizer.h"

namespace latentscape {

class Adam : public Optimizer {
public:
    Adam(const OptimizerConfig& config, std::size_t size);

    std::vector<StateBuffer> state() override;

protected:
    void update(ParameterStore& parameters, float learningRate, float gradientScale) override;

private:
    AlignedFloats m_mean;     // m: moving average of the gradient
    AlignedFloats m_variance; // v: moving average of its square
};

} // namespace latentscape
