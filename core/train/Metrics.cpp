#include "core/train/Metrics.h"

#include "core/train/Batches.h"
#include "core/train/Condition.h"

#include <algorithm>

namespace latentscape {

namespace {

constexpr std::int64_t kSearchedAtOnce = 10; // images of a GAN: a watch is heard of in between

} // namespace

Evaluation evaluate(Model& model, const Dataset& data, std::uint64_t seed, const StepControls& controls,
                    const WorkWatch& watch) {
    Random random(seed, kEvaluateStream);
    LossSums sums{};
    Evaluation result;
    const bool hasKl = model.config().kind == ModelKind::Vae;
    std::vector<float> kl(hasKl ? static_cast<std::size_t>(model.config().latent) : 0); // sums of a batch
    std::vector<double> klSums(kl.size());
    std::int64_t done = 0;
    forEachBatch(data, [&](const Tensor& images, std::span<const std::uint32_t> indices) {
        const auto labels = labelsFor(model.config(), data, indices);
        const Losses losses = model.evaluate(images, controls, random, kl, labels);
        for (std::size_t i = 0; i < losses.size(); ++i) {
            sums[i] += double{losses[i]} * static_cast<double>(images.dim(0));
        }
        std::ranges::transform(klSums, kl, klSums.begin(), std::plus<>());
        std::ranges::fill(kl, 0.0f);
        done += images.dim(0);
        watch.reached(done, data.count());
        return true;
    });
    const auto count = static_cast<double>(data.count());
    std::ranges::transform(sums, result.losses.begin(),
                           [&](double s) { return static_cast<float>(s / count); });
    for (const double sum : klSums) {
        result.klPerLatent.push_back(static_cast<float>(sum / count));
    }
    return result;
}

int activeLatents(const std::vector<float>& klPerLatent) {
    return static_cast<int>(std::ranges::count_if(klPerLatent, [](float kl) { return kl > kActiveKl; }));
}

Tensor posteriorMeans(Model& model, const Dataset& data, std::int64_t limit, const WorkWatch& watch) {
    const std::int64_t count = limit == 0 ? data.count() : std::min(limit, data.count());
    Tensor means({count, model.config().latent});
    const std::int64_t atOnce = model.config().kind == ModelKind::Gan ? kSearchedAtOnce : kEvaluationBatch;
    std::vector<std::uint32_t> indices;
    for (std::int64_t first = 0; first < count; first += atOnce) {
        watch.reached(first, count);
        indices.resize(static_cast<std::size_t>(std::min(atOnce, count - first)));
        std::iota(indices.begin(), indices.end(), static_cast<std::uint32_t>(first));
        const Encoding encoding =
            model.encode(gather(data, indices), labelsFor(model.config(), data, indices));
        std::ranges::copy(encoding.mean.values(), means.row(first).begin());
    }
    return means;
}

int activeUnits(const Tensor& means) {
    const Eigen::MatrixXd values = means.matrix().cast<double>();
    const Eigen::RowVectorXd mean = values.colwise().mean();
    const Eigen::RowVectorXd variance = (values.rowwise() - mean).array().square().colwise().mean();
    return static_cast<int>((variance.array() > kActiveVariance).count());
}

} // namespace latentscape
