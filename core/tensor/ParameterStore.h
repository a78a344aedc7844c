// All parameters of a model in one contiguous, 64-byte aligned buffer, all their gradients in a second;
// layers hold indices into it. The optimizer, clipping and a checkpoint are then one pass over one
// buffer. Life: declare every parameter, allocate() once, initialise() or copy values in.
#pragma once

#include "core/tensor/Random.h"
#include "core/tensor/Tensor.h"

#include <atomic>
#include <string>
#include <vector>

namespace latentscape {

inline constexpr std::int64_t kMostParameters = std::int64_t{1} << 28;

// Initial values are uniform in [centre - bound, centre + bound], or N(centre, deviation^2) if that is not 0.
struct Initial {
    float bound = 0;
    float centre = 0;
    float deviation = 0;
};

enum class Trained {
    Yes,
    No // a statistic that the layer itself keeps, such as a running mean: saved, but no optimizer touches it
};

struct Parameter {
    std::string name; // "encoder.0.weight"
    Shape shape;
    Initial initial;
    Trained trained = Trained::Yes;
    std::size_t offset = 0;
    std::size_t count = 0;
};

class ParameterStore {
public:
    ParameterStore() = default;
    ParameterStore(const ParameterStore&) = delete; // layers point into it
    ParameterStore& operator=(const ParameterStore&) = delete;

    // Returns the parameter's index. Throws Error after allocate(), when the name is taken, or when the model
    // would have more than kMostParameters.
    std::size_t declare(std::string name, Shape shape, Initial initial, Trained trained = Trained::Yes);
    void allocate();
    void initialise(Random& random);

    const std::vector<Parameter>& parameters() const { return m_parameters; }
    std::int64_t parameterCount() const; // the numbers learnt, without padding

    // Whole buffers. Padding between parameters is zero and stays so.
    std::span<const float> values() const { return m_values.span(); }
    std::span<float> gradients() { return m_gradients.span(); }
    std::span<const float> gradients() const { return m_gradients.span(); }

    std::span<const float> value(std::size_t index) const;
    std::span<float> gradient(std::size_t index);

    // To write with. Each call counts as a change, so that layers pack anew what they keep packed.
    std::span<float> mutableValues();
    std::span<float> mutableValue(std::size_t index);
    // Of a statistic that no layer packs: counts as no change.
    std::span<float> statistic(std::size_t index);
    std::uint64_t version() const { return m_version.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> m_version = 1; // atomic because an optimizer's parts run on several threads
    std::vector<Parameter> m_parameters;
    std::size_t m_size = 0;
    AlignedFloats m_values;
    AlignedFloats m_gradients;
};

} // namespace latentscape
