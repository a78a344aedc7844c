// An exponential moving average of a model's weights, which often draws better images than the weights of the
// last step (Yazici et al. 2019 for GANs).
#pragma once

#include "core/tensor/ParameterStore.h"

namespace latentscape {

// After step t of the run, counted from 0: average += (1 - d) (weights - average) with d = min(decay, (1 + t)
// / (10 + t)), so that the first weights are soon forgotten. One pass. Statistics (running means) are copied.
// Both stores are laid out alike.
void averageWeights(const ParameterStore& weights, std::int64_t step, float decay, ParameterStore& average);

} // namespace latentscape
