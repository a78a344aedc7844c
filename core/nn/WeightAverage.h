// An exponential moving average of a model's weights, which often draws better images than the weights of the
// last step (Yazici et al. 2019 for GANs). Its decay grows with the number of steps, so that the first
// weights are soon forgotten.
#pragma once

#include "core/tensor/ParameterStore.h"

namespace latentscape {

class WeightAverage {
public:
    // Begins with the weights there are.
    WeightAverage(const ParameterStore& parameters, float decay);

    // After each step, with the store it began with: average += (1 - d) (weights - average), with
    // d = min(decay, (1 + t) / (10 + t)) for the t-th call, counted from 0. One pass. Statistics (running
    // means) are copied.
    void add(const ParameterStore& parameters);

    // Laid out as ParameterStore::values(). Writable, to restore it from a checkpoint; so is the count.
    std::span<float> values() { return m_values.span(); }
    std::span<const float> values() const { return m_values.span(); }
    std::int64_t count() const { return m_count; }
    void setCount(std::int64_t count) { m_count = count; }

private:
    AlignedFloats m_values;
    float m_decay;
    std::int64_t m_count = 0;
};

} // namespace latentscape
