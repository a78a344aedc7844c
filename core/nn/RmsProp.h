// RMSprop (Hinton 2012, lecture 6.5 of "Neural networks for machine learning"): the gradient is divided by
// the root of a moving average of its square, and momentum, if any, is that of the quotient. As
// torch.optim.RMSprop, not centred.
#pragma once

#include "core/nn/Optimizer.h"

namespace latentscape {

class RmsProp : public Optimizer {
public:
    RmsProp(const OptimizerConfig& config, std::size_t size);

    std::vector<StateBuffer> state() override;

protected:
    void update(ParameterStore& parameters, float learningRate, float gradientScale) override;

private:
    AlignedFloats m_meanSquare;
    AlignedFloats m_velocity; // empty without momentum
};

} // namespace latentscape
