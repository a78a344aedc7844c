// The size of a step's gradient, over all parameters of a model, and how it is kept within bounds.
#pragma once

#include "core/tensor/ParameterStore.h"

#include <string>

namespace latentscape {

// The sum of all squared gradients. Not finite when a gradient is not, or when it is so large that its
// square is not (Adam's second moment would be infinite): such a step must not reach the optimizer.
float squaredGradientNorm(const ParameterStore& parameters);

// What to multiply a gradient with so that its norm is at most clipNorm (0: any), as
// torch.nn.utils.clip_grad_norm_ has it (Pascanu et al. 2013).
float clippingScale(float squaredNorm, float clipNorm);

// How much of the gradient is left where least of it arrives.
struct GradientFade {
    float share = 1;     // of the root mean square of the network's largest
    std::string weights; // "encoder.0.weight": whose it is
};

// Over the weight matrices and kernels of each network (what their names begin with, up to the first dot) by
// itself, the network where least is left. Biases and scales are not looked at: theirs are of another size.
GradientFade gradientFade(const ParameterStore& parameters);

} // namespace latentscape
