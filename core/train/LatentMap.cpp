#include "core/train/LatentMap.h"

#include "core/tensor/Random.h"
#include "core/train/Batches.h"
#include "core/train/Condition.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr std::int64_t kComponents = 50;
constexpr std::int64_t kAtOnce = 100;      // samples; a watch is heard of in between
constexpr std::int64_t kMostPixels = 4096; // of a picture, to tell what changes it

// KL(q(z|x) || N(0, 1)) of each image; Kingma & Welling 2014, appendix B.
void appendKl(const Encoding& encoding, std::vector<float>& kl) {
    const auto mean = encoding.mean.matrix().array();
    const auto logvar = encoding.logvar.matrix().array();
    for (std::int64_t i = 0; i < encoding.mean.dim(0); ++i) {
        kl.push_back(0.5f * (mean.row(i).square() + logvar.row(i).exp() - logvar.row(i) - 1).sum());
    }
}

// Each pixel says which way leads to a brighter one; the opposite way counts as much, so that the middle of
// the latent space is the mean.
PrincipalComponents effectsOf(const RowMajorMatrix& gradients) {
    const std::int64_t pixels = gradients.rows();
    Tensor both({2 * pixels, gradients.cols()});
    both.matrix().topRows(pixels) = gradients;
    both.matrix().bottomRows(pixels) = -gradients;
    return PrincipalComponents::fit(both, kComponents);
}

} // namespace

LatentMap mapEncodings(Model& model, std::shared_ptr<const Dataset> images, const WorkWatch& watch) {
    LatentMap map;
    map.latents = Tensor({images->count(), model.config().latent});
    std::int64_t done = 0;
    forEachBatch(*images, [&](const Tensor& batch, std::span<const std::uint32_t> indices) {
        watch.reached(done, images->count());
        const auto labels = labelsFor(model.config(), *images, indices);
        const Encoding encoding = model.encode(batch, labels);
        map.latents.matrix().middleRows(done, batch.dim(0)) = encoding.mean.matrix();
        appendKl(encoding, map.kl);
        const Tensor output = model.decode(encoding.mean, labels);
        const auto difference = (output.matrix() - batch.matrix()).array();
        for (std::int64_t i = 0; i < batch.dim(0); ++i) {
            map.errors.push_back(difference.row(i).square().mean());
        }
        done += batch.dim(0);
        return true;
    });
    watch.reached(1);
    map.components = PrincipalComponents::fit(map.latents, kComponents);
    map.images = std::move(images);
    return map;
}

LatentMap mapSamples(Model& model, std::int64_t count, std::uint64_t seed, const WorkWatch& watch) {
    const ModelConfig& config = model.config();
    LatentMap map;
    map.latents = Tensor({count, config.latent});
    Random(seed, kSampleStream).fillNormal(map.latents.values());
    for (std::int64_t i = 0; i < count; ++i) {
        map.distances.push_back(map.latents.matrix().row(i).norm());
    }
    const auto labels = classesInTurn(config, count);

    const std::int64_t size = config.image.pixels();
    const std::int64_t stride = (size + kMostPixels - 1) / kMostPixels;
    const std::int64_t seen = (size + stride - 1) / stride;
    using Picked = Eigen::Map<const RowMajorMatrix, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>>;
    RowMajorMatrix products = RowMajorMatrix::Zero(seen, config.latent);
    Eigen::VectorXf sums = Eigen::VectorXf::Zero(seen);
    std::vector<std::uint8_t> pixels;
    for (std::int64_t first = 0; first < count; first += kAtOnce) {
        watch.reached(first, count);
        const std::int64_t n = std::min(kAtOnce, count - first);
        const auto rows = map.latents.matrix().middleRows(first, n);
        Tensor latents({n, config.latent});
        latents.matrix() = rows;
        const Tensor made = model.decode(latents, partOf(Labels(labels), first, n));
        const Picked picked(made.data(), n, seen, {size, stride});
        products.noalias() += picked.transpose() * rows;
        sums += picked.colwise().sum().transpose();
        for (std::int64_t i = 0; i < n; ++i) {
            const Image image = toImage(made.row(i), config.image);
            pixels.insert(pixels.end(), image.pixels.begin(), image.pixels.end());
        }
    }
    watch.reached(1);
    const auto samples = static_cast<float>(count);
    map.components = effectsOf(products / samples - sums / samples * map.latents.matrix().colwise().mean());
    Factors factors;
    if (!labels.empty()) {
        factors = {{"label"}, labels, config.classNames};
    }
    map.images =
        std::make_shared<const Dataset>("samples", config.image, std::move(pixels), std::move(factors));
    return map;
}

} // namespace latentscape
