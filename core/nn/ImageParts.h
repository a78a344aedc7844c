// How layers of images cut a batch among the threads: each thread takes whole images, the same ones in every
// layer, so that what it computed in one is in its cache for the next.
#pragma once

#include "core/tensor/Parallel.h"
#include "core/tensor/Tensor.h"

#include <vector>

namespace latentscape {

// work: of one image, in multiply-adds or the like; grain: worth a thread.
inline int imagePartsFor(std::int64_t images, std::int64_t work, std::int64_t grain) {
    return static_cast<int>(std::min<std::int64_t>(images, partsFor(images * work, grain)));
}

// The images [first, last) of part `part` of `parts`.
inline Range imagesOf(std::int64_t images, int part, int parts) {
    return {images * part / parts, images * (part + 1) / parts};
}

// A parameter's gradient when each part of the batch works out its share of it: the first part in place, the
// others in buffers that are then added in order, so that the sum does not depend on who was first.
class GradientShares {
public:
    GradientShares(std::size_t size, int parts);

    // Where part `part` is to write, `gradient` being the parameter's own.
    float* of(int part, std::span<float> gradient);
    // Adds the shares of all other parts to the first's.
    void addTo(std::span<float> gradient) const;

private:
    std::vector<AlignedFloats> m_shares; // of the parts from the second on
};

} // namespace latentscape
