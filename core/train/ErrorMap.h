// Where in the picture a model errs: the error of each pixel, over as many images as are added. A plain
// value.
#pragma once

#include "core/tensor/Image.h"
#include "core/tensor/Tensor.h"

#include <vector>

namespace latentscape {

class ErrorMap {
public:
    explicit ErrorMap(const ImageShape& shape = {});

    // Both [n, pixels] in [0, 1].
    void add(const Tensor& originals, const Tensor& generated);

    const ImageShape& shape() const { return m_shape; }
    std::int64_t images() const { return m_images; }
    // Means over images and channels, [height, width]: of |generated - original|, and of generated -
    // original, which is above 0 where images come out too bright on average.
    std::vector<float> absolute() const { return meanOf(m_absolute); }
    std::vector<float> bias() const { return meanOf(m_bias); }

private:
    std::vector<float> meanOf(const std::vector<double>& sums) const;

    ImageShape m_shape;
    std::int64_t m_images = 0;
    std::vector<double> m_absolute; // sums over images and channels
    std::vector<double> m_bias;
};

// The largest of these whatever its sign, as the scale of a picture of them; at least `least`, so that tiny
// errors do not look like large ones.
float scaleOf(const std::vector<float>& errors, float least);

} // namespace latentscape
