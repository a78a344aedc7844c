// How near images come to their originals, pixel by pixel and in structure.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/Model.h"
#include "core/tensor/WorkWatch.h"

#include <vector>

namespace latentscape {

struct ImageQuality {
    double mse = 0;  // mean squared error of pixels in [0, 1]
    double psnr = 0; // 10 log10(1 / mse), in dB; at most kMostPsnr
    double ssim = 0; // structural similarity, at most 1
};

inline constexpr double kMostPsnr = 100; // of an image without an error, for a mean that is finite

// Structural similarity of two images with values in [0, 1]: Wang et al. 2004, "Image quality assessment:
// from error visibility to structural similarity", with their Gaussian window of 11x11 and a standard
// deviation of 1.5 pixels (cut to the size of a smaller image), K1 = 0.01, K2 = 0.03. The mean over all
// windows that lie within the image, then over its channels.
double structuralSimilarity(std::span<const float> a, std::span<const float> b, const ImageShape& shape);

double peakSignalToNoise(double mse);

// Images [n, pixels] against others: of each, and the means over them.
std::vector<ImageQuality> imageQualities(const Tensor& images, const Tensor& originals,
                                         const ImageShape& shape);
ImageQuality imageQuality(const Tensor& images, const Tensor& originals, const ImageShape& shape);

// Of the first images of `data` and what the model makes of their means [n, latent].
ImageQuality reconstructionQuality(Model& model, const Dataset& data, const Tensor& means,
                                   const WorkWatch& watch = {});

} // namespace latentscape
