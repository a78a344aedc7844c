// The size of a step's gradient, over all parameters of a model.
#pragma once

#include "core/tensor/ParameterStore.h"

namespace latentscape {

// The sum of all squared gradients. Not finite when a gradient is not, or when it is so large that its
// square is not (Adam's second moment would be infinite): such a step must not reach the optimizer.
float squaredGradientNorm(const ParameterStore& parameters);

} // namespace latentscape
