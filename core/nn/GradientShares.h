// Gradients to which several parts of the work contribute, added in order, so that the sum does not depend on
// who was first.
#pragma once

#include "core/tensor/Tensor.h"

#include <span>
#include <vector>

namespace latentscape {

// sum += share, on all threads.
void addShare(const float* share, std::span<float> sum);

// A gradient to which each part of a layer's work contributes a share: the first part in place, the others in
// buffers. With one contributor, parts have regions of it to themselves, and all work in place.
class GradientShares {
public:
    GradientShares() = default;
    GradientShares(std::int64_t size, std::int64_t contributors);

    // Where part `part` is to write, `gradient` being the parameter's own.
    float* of(int part, std::span<float> gradient);
    // Adds the shares of all other parts to the first's.
    void addTo(std::span<float> gradient) const;

private:
    std::vector<AlignedFloats> m_shares; // of the parts from the second on
};

} // namespace latentscape
