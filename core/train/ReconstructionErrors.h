// How far what a model makes of images is from them: image by image in several measures, and pixel by pixel
// over all of them. Plain values, made on whatever thread measures.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/Model.h"
#include "core/train/ErrorMap.h"
#include "core/tensor/WorkWatch.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace latentscape {

enum class ErrorMetric {
    SquaredError, // mean over the pixels, in [0, 1]
    Ssim,         // structural similarity (ImageQuality.h); 1: equal
    Psnr,         // dB
    Kl,           // what the encoder tells of the image, in nats: the sum over the latents; not of a GAN
};

// As they stand on the command line.
inline constexpr std::array kErrorMetrics{
    std::pair{ErrorMetric::SquaredError, "mse"}, std::pair{ErrorMetric::Ssim, "ssim"},
    std::pair{ErrorMetric::Psnr, "psnr"}, std::pair{ErrorMetric::Kl, "kl"}};

// Of an error the larger is worse, of a similarity the smaller; the KL says how unlike the prior an image's
// latents are, and the most unlike come first.
bool largerIsWorse(ErrorMetric metric);

struct ReconstructionErrors {
    std::vector<float> mse; // of each image
    std::vector<float> ssim;
    std::vector<float> kl; // empty for a GAN

    std::size_t count() const { return mse.size(); }
    std::vector<float> of(ErrorMetric metric) const; // empty when it has none
    // A batch: what was encoded from the originals [n, pixels], and what was decoded from that.
    void add(const Tensor& originals, const Encoding& encoding, const Tensor& generated,
             const ImageShape& shape);
};

// Of the posterior's means; a GAN's latents are searched for, which takes some tenths of a second an image.
// Throws Error (Usage) when the images are not the model's, and as the watch does.
struct MeasuredErrors {
    ReconstructionErrors errors;
    ErrorMap map;
};
MeasuredErrors measureErrors(Model& model, const Dataset& data, const WorkWatch& watch = {});

// Throws Error (Usage) that names both sizes.
void requireShape(const ModelConfig& model, const Dataset& data);

// On how many images the second model is better than the first, from the errors of both.
std::int64_t countBetter(ErrorMetric metric, const std::vector<float>& first,
                         const std::vector<float>& second);
double meanOf(const std::vector<float>& values); // 0 of none

} // namespace latentscape
