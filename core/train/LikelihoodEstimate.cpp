#include "core/train/LikelihoodEstimate.h"

#include "core/data/BatchLoader.h"
#include "core/tensor/Error.h"
#include "core/train/Condition.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace latentscape {

namespace {

// Pictures that the decoder makes at once: enough for its products, few enough for the cache.
constexpr std::int64_t kRows = 100;
constexpr std::int64_t kMostSamples = 100'000'000;

// log sum e^x of a stream of x, without overflow.
class LogSum {
public:
    void add(std::span<const float> values) {
        const double largest = std::max<double>(m_largest, std::ranges::max(values));
        m_sum *= std::exp(m_largest - largest);
        for (const float value : values) {
            m_sum += std::exp(double{value} - largest);
        }
        m_largest = largest;
    }
    double value() const { return m_largest + std::log(m_sum); }

private:
    double m_largest = -std::numeric_limits<double>::max();
    double m_sum = 0;
};

// -log p of each image.
std::vector<double> estimatesOf(Model& model, const Tensor& images, Labels labels, std::int64_t samples,
                                Random& random) {
    const auto count = static_cast<std::size_t>(images.dim(0));
    std::vector<LogSum> sums(count);
    std::vector<float> weights;
    for (std::int64_t left = samples; left > 0;) {
        const std::int64_t draws = std::min(left, std::max<std::int64_t>(1, kRows / images.dim(0)));
        weights.resize(count * static_cast<std::size_t>(draws));
        model.logWeights(images, draws, random, weights, labels);
        for (std::size_t i = 0; i < count; ++i) {
            sums[i].add(std::span(weights).subspan(i * static_cast<std::size_t>(draws),
                                                   static_cast<std::size_t>(draws)));
        }
        left -= draws;
    }
    std::vector<double> estimates;
    std::ranges::transform(sums, std::back_inserter(estimates), [&](const LogSum& sum) {
        return std::log(static_cast<double>(samples)) - sum.value();
    });
    return estimates;
}

} // namespace

LikelihoodEstimate estimateLikelihood(Model& model, const Dataset& data, std::uint64_t seed,
                                      std::int64_t samples, std::int64_t images,
                                      const std::function<bool(std::int64_t)>& progress) {
    if (samples < 1 || samples > kMostSamples || images < 0) {
        throw Error(ErrorKind::Usage, "An estimate of the likelihood needs between 1 and " +
                                          std::to_string(kMostSamples) + " samples an image.");
    }
    const std::int64_t count = images == 0 ? data.count() : std::min(images, data.count());
    // As many images at once as there is room for when they have few samples, but few when they have many:
    // the encoder then works a negligible share of the time, and progress can be told.
    const std::int64_t atOnce = std::clamp<std::int64_t>(kRows / samples, 10, kRows);
    Random random(seed, kImportanceStream);
    std::vector<double> estimates;
    std::vector<std::uint32_t> indices;
    for (std::int64_t first = 0; first < count; first += atOnce) {
        indices.resize(static_cast<std::size_t>(std::min(atOnce, count - first)));
        std::iota(indices.begin(), indices.end(), static_cast<std::uint32_t>(first));
        const std::vector<double> part = estimatesOf(
            model, gather(data, indices), labelsFor(model.config(), data, indices), samples, random);
        estimates.insert(estimates.end(), part.begin(), part.end());
        if (progress && !progress(std::ssize(estimates))) {
            break;
        }
    }
    const auto n = static_cast<double>(estimates.size());
    const double mean = std::reduce(estimates.begin(), estimates.end()) / n;
    double squares = 0;
    for (const double estimate : estimates) {
        squares += (estimate - mean) * (estimate - mean);
    }
    return {mean, n > 1 ? std::sqrt(squares / (n - 1) / n) : 0.0, std::ssize(estimates)};
}

} // namespace latentscape
