// All parameters of a model in one contiguous, 64-byte aligned buffer, all their gradients in a second;
// layers hold ParameterRefs into it. The optimizer, clipping and a checkpoint are then one pass over one
// buffer. Life: declare every parameter, allocate() once, initialise() or copy values in.
#pragma once

#include "core/tensor/Random.h"
#include "core/tensor/Tensor.h"

#include <string>
#include <vector>

namespace latentscape {

struct Parameter {
    std::string name; // "encoder.0.weight"
    Shape shape;
    float initBound = 0; // initial values are uniform in [-initBound, initBound]
    std::size_t offset = 0;
    std::size_t count = 0;
};

class ParameterStore {
public:
    ParameterStore() = default;
    ParameterStore(const ParameterStore&) = delete; // layers point into it
    ParameterStore& operator=(const ParameterStore&) = delete;

    // Returns the parameter's index. Throws Error after allocate() or when the name is taken.
    std::size_t declare(std::string name, Shape shape, float initBound);
    void allocate();
    void initialise(Random& random);

    const std::vector<Parameter>& parameters() const { return m_parameters; }
    std::int64_t parameterCount() const; // the numbers learnt, without padding

    // Whole buffers. Padding between parameters is zero and stays so.
    std::span<float> values() { return m_values.span(); }
    std::span<const float> values() const { return m_values.span(); }
    std::span<float> gradients() { return m_gradients.span(); }
    std::span<const float> gradients() const { return m_gradients.span(); }

    std::span<float> value(std::size_t index);
    std::span<float> gradient(std::size_t index);

private:
    std::vector<Parameter> m_parameters;
    std::size_t m_size = 0;
    AlignedFloats m_values;
    AlignedFloats m_gradients;
};

} // namespace latentscape
