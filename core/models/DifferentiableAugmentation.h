// The differentiable augmentation of Zhao et al. 2020, "Differentiable augmentation for data-efficient GAN
// training": a GAN's discriminator sees real and made images alike only after random changes, so that it
// cannot learn a few real ones by heart, and the generator's gradient goes back through the changes. For each
// image anew, in this order:
//
//     colour:      brightness x + b, b in +-c/2; saturation m + s (x - m), s in 1 +- c, m the mean of a
//                  pixel's channels; contrast M + k (x - M), k in 1 +- c/2, M the mean of the image
//     translation: by whole pixels, at most so much of the side either way
//     cutout:      a rectangle of so much of each side, its middle anywhere, becomes zero
//
// with strengths of 1, 1/8 and 1/2 in the paper. Images lie in [-1, 1]; as in the paper what is cut out, or
// comes in from beyond the border, is zero: halfway between black and white. A change is an affine map of the
// image.
#pragma once

#include "core/tensor/Image.h"
#include "core/tensor/Random.h"
#include "core/tensor/Strengths.h"
#include "core/tensor/Tensor.h"

#include <array>
#include <span>
#include <utility>
#include <vector>

namespace latentscape {

struct DifferentiableAugmentConfig {
    float colour = 0;
    float translation = 0;
    float cutout = 0;

    bool operator==(const DifferentiableAugmentConfig&) const = default;
};

using DifferentiableAugmentSetting = Strength<DifferentiableAugmentConfig>;
inline constexpr std::array kDifferentiableAugmentSettings{
    DifferentiableAugmentSetting{"colour", &DifferentiableAugmentConfig::colour, 1, 1},
    DifferentiableAugmentSetting{"translation", &DifferentiableAugmentConfig::translation, 0.5f, 0.125f},
    DifferentiableAugmentSetting{"cutout", &DifferentiableAugmentConfig::cutout, 1, 0.5f},
};

inline constexpr const char* kDifferentiableAugmentation = "differentiable augmentation"; // in errors

class DifferentiableAugmentation {
public:
    DifferentiableAugmentation(const DifferentiableAugmentConfig& config, const ImageShape& shape)
        : m_config(config)
        , m_shape(shape) {}

    void setConfig(const DifferentiableAugmentConfig& config) { m_config = config; }
    bool isOn() const { return m_config != DifferentiableAugmentConfig(); }

    // Draws a change for each of `batch` images: as many words from `random` whatever is on.
    void draw(std::int64_t batch, Random& random);
    // The changes drawn last, images and out [batch, pixels].
    void forward(const Tensor& images, Tensor& out) const;
    // dL/dimages of dL/dout: the transposes of their linear parts.
    void backward(const Tensor& dOut, Tensor& dImages) const;

private:
    struct Change {
        float brightness;
        float saturation;
        float contrast;
        int down, right;                         // the translation
        std::pair<int, int> cutRows, cutColumns; // [first, last) of what is cut out
        bool hides(int y, int x) const {
            return y >= cutRows.first && y < cutRows.second && x >= cutColumns.first && x < cutColumns.second;
        }
    };

    Change drawChange(Random& random) const;
    void mixColours(const Change& change, const float* from, float* to, float offset) const; // of a pixel
    const float* pixelAt(std::span<const float> image, int y, int x) const;

    DifferentiableAugmentConfig m_config;
    ImageShape m_shape;
    std::vector<Change> m_changes;
};

} // namespace latentscape
