// Stochastic gradient descent with momentum: v = momentum v + g; w -= lr v (Polyak 1964), or with Nesterov's
// look ahead w -= lr (g + momentum v) (Sutskever et al. 2013), both as in torch.optim.SGD.
#pragma once

#include "core/nn/Optimizer.h"

namespace latentscape {

class Sgd : public Optimizer {
public:
    Sgd(const OptimizerConfig& config, std::size_t size);

    std::vector<StateBuffer> state() override;

protected:
    void update(ParameterStore& parameters, float learningRate, float gradientScale) override;

private:
    AlignedFloats m_velocity;
};

} // namespace latentscape
