#include "core/train/ReconstructionErrors.h"

#include "core/data/BatchLoader.h"
#include "core/tensor/Error.h"
#include "core/train/Condition.h"
#include "core/train/ImageQuality.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace latentscape {

namespace {

constexpr std::int64_t kAtOnce = 100;
constexpr std::int64_t kSearchedAtOnce = 4; // of a GAN: a watch is heard of in between

// KL(q(z|x) || N(0, 1)) of an image, the sum over its latents of (mean^2 + var - log var - 1) / 2: Kingma &
// Welling 2014, appendix B.
float klOf(std::span<const float> means, std::span<const float> logvars) {
    double sum = 0;
    for (std::size_t d = 0; d < means.size(); ++d) {
        const double mean = means[d];
        const double logvar = logvars[d];
        sum += 0.5 * (mean * mean + std::exp(logvar) - logvar - 1);
    }
    return static_cast<float>(sum);
}

std::string toText(const ImageShape& s) {
    return std::to_string(s.channels) + "x" + std::to_string(s.height) + "x" + std::to_string(s.width);
}

} // namespace

bool largerIsWorse(ErrorMetric metric) {
    return metric == ErrorMetric::SquaredError || metric == ErrorMetric::Kl;
}

std::vector<float> ReconstructionErrors::of(ErrorMetric metric) const {
    switch (metric) {
    case ErrorMetric::SquaredError:
        return mse;
    case ErrorMetric::Ssim:
        return ssim;
    case ErrorMetric::Kl:
        return kl;
    case ErrorMetric::Psnr:
        break;
    }
    std::vector<float> psnr;
    psnr.reserve(mse.size());
    for (const float error : mse) {
        psnr.push_back(static_cast<float>(peakSignalToNoise(error)));
    }
    return psnr;
}

void ReconstructionErrors::add(const Tensor& originals, const Encoding& encoding, const Tensor& generated,
                               const ImageShape& shape) {
    for (const ImageQuality& quality : imageQualities(generated, originals, shape)) {
        mse.push_back(static_cast<float>(quality.mse));
        ssim.push_back(static_cast<float>(quality.ssim));
    }
    for (std::int64_t i = 0; !encoding.logvar.empty() && i < originals.dim(0); ++i) {
        kl.push_back(klOf(encoding.mean.row(i), encoding.logvar.row(i)));
    }
}

void requireShape(const ModelConfig& model, const Dataset& data) {
    if (data.shape() != model.image) {
        throw Error(ErrorKind::Usage, "The images of " + data.name() + " are " + toText(data.shape()) +
                                          ", the model was made for " + toText(model.image) +
                                          ". Choose fitting data.");
    }
}

MeasuredErrors measureErrors(Model& model, const Dataset& data, const WorkWatch& watch) {
    requireShape(model.config(), data);
    MeasuredErrors measured{{}, ErrorMap(data.shape())};
    const std::int64_t atOnce = model.config().kind == ModelKind::Gan ? kSearchedAtOnce : kAtOnce;
    std::vector<std::uint32_t> indices;
    for (std::int64_t first = 0; first < data.count(); first += atOnce) {
        watch.reached(first, data.count());
        indices.resize(static_cast<std::size_t>(std::min(atOnce, data.count() - first)));
        std::iota(indices.begin(), indices.end(), static_cast<std::uint32_t>(first));
        const Tensor originals = gather(data, indices);
        const auto labels = labelsFor(model.config(), data, indices);
        const Encoding encoding = model.encode(originals, labels);
        const Tensor generated = model.decode(encoding.mean, labels);
        measured.errors.add(originals, encoding, generated, data.shape());
        measured.map.add(originals, generated);
    }
    return measured;
}

std::int64_t countBetter(ErrorMetric metric, const std::vector<float>& first,
                         const std::vector<float>& second) {
    std::int64_t better = 0;
    for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
        better += largerIsWorse(metric) ? second[i] < first[i] : second[i] > first[i];
    }
    return better;
}

double meanOf(const std::vector<float>& values) {
    return values.empty()
               ? 0
               : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace latentscape
