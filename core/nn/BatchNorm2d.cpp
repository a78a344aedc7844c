#include "core/nn/BatchNorm2d.h"

#include "core/nn/ImageParts.h"
#include "core/nn/NormalisationLoops.h"
#include "core/nn/PlanCache.h"
#include "core/nn/Rectifier.h"
#include "core/tensor/Error.h"

#include <cmath>

namespace latentscape {

namespace {

constexpr float kEpsilon = 1e-5f;
constexpr float kMomentum = 0.1f;
constexpr std::int64_t kGrain = 25'000; // elements worth a thread

using Channels = std::vector<float>;
using ChannelSums = std::vector<double>;

} // namespace

struct BatchNorm2d::Plan {
    struct Part {
        Range images;
        Channels first, second;     // sums of one image
        ChannelSums sums, moreSums; // of all of the part's images
    };
    std::vector<Part> parts;
    Mode mode = Mode::Train;   // of the last forward
    Channels mean, inverse;    // of this step: the channel's mean, 1 / its standard deviation
    Channels scale, offset;    // y = x scale + offset
    Channels ofDy, ofX, fixed; // dx = dy ofDy + x ofX + fixed

    // f(image, part) for each image, on all threads; it adds to the part's `first` and `second`.
    template <typename F> void sumOverImages(const F& f) {
        parallelParts(static_cast<int>(parts.size()), [&](int index) {
            Part& part = parts[static_cast<std::size_t>(index)];
            std::ranges::fill(part.sums, 0.0);
            std::ranges::fill(part.moreSums, 0.0);
            for (std::int64_t image = part.images.first; image < part.images.last; ++image) {
                std::ranges::fill(part.first, 0.0f);
                std::ranges::fill(part.second, 0.0f);
                f(image, part);
                for (std::size_t c = 0; c < part.sums.size(); ++c) {
                    part.sums[c] += double{part.first[c]};
                    part.moreSums[c] += double{part.second[c]};
                }
            }
        });
    }
    double sum(std::size_t channel) const {
        double total = 0;
        for (const Part& part : parts) {
            total += part.sums[channel];
        }
        return total;
    }
    double otherSum(std::size_t channel) const {
        double total = 0;
        for (const Part& part : parts) {
            total += part.moreSums[channel];
        }
        return total;
    }
    // f(images) on all threads.
    template <typename F> void forParts(const F& f) const {
        parallelParts(static_cast<int>(parts.size()),
                      [&](int index) { f(parts[static_cast<std::size_t>(index)].images); });
    }
};

struct BatchNorm2d::Plans : PlanCache<Plan> {
    static Plan build(std::int64_t n, std::int64_t pixels, std::int64_t channels) {
        Plan plan;
        const Channels zeros(static_cast<std::size_t>(channels));
        const ChannelSums sums(zeros.size());
        plan.mean = plan.inverse = plan.scale = plan.offset = plan.ofDy = plan.ofX = plan.fixed = zeros;
        const int parts = imagePartsFor(n, pixels * channels, kGrain);
        for (int i = 0; i < parts; ++i) {
            plan.parts.push_back({imagesOf(n, i, parts), zeros, zeros, sums, sums});
        }
        return plan;
    }
};

BatchNorm2d::BatchNorm2d(float slope)
    : m_slope(slope)
    , m_plans(std::make_unique<Plans>()) {}

BatchNorm2d::~BatchNorm2d() = default;

Shape BatchNorm2d::declare(const Shape& input, ParameterStore& store, const std::string& prefix) {
    m_channels = input.empty() ? 0 : input.back();
    if (m_channels < 1) {
        throw Error(ErrorKind::Usage, prefix + ": batch normalisation needs at least one channel.");
    }
    m_pixels = elementCount(input) / m_channels;
    m_store = &store;
    m_gamma = store.declare(prefix + ".weight", {m_channels}, {.centre = 1});
    m_beta = store.declare(prefix + ".bias", {m_channels}, {});
    m_runningMean = store.declare(prefix + ".running_mean", {m_channels}, {}, Trained::No);
    m_runningVariance = store.declare(prefix + ".running_var", {m_channels}, {.centre = 1}, Trained::No);
    return input;
}

void BatchNorm2d::takeBatchStatistics(const Tensor& x, Plan& plan) {
    const std::int64_t size = m_pixels * m_channels;
    const float* shift = x.data(); // the first pixel
    plan.sumOverImages([&](std::int64_t image, Plan::Part& part) {
        addMoments(x.data() + image * size, shift, part.first.data(), part.second.data(), m_pixels,
                   m_channels);
    });
    const auto count = static_cast<double>(x.dim(0) * m_pixels);
    const std::span<float> runningMean = m_store->statistic(m_runningMean);
    const std::span<float> runningVariance = m_store->statistic(m_runningVariance);
    for (std::size_t c = 0; c < plan.mean.size(); ++c) {
        const double shifted = plan.sum(c) / count;
        const double variance = std::max(0.0, plan.otherSum(c) / count - shifted * shifted);
        plan.mean[c] = static_cast<float>(shifted + double{shift[c]});
        plan.inverse[c] = static_cast<float>(1.0 / std::sqrt(variance + double{kEpsilon}));
        const double unbiased = count > 1 ? variance * count / (count - 1) : variance;
        if (std::isfinite(shifted) && std::isfinite(unbiased)) { // a step that fails must leave no trace
            runningMean[c] += kMomentum * (plan.mean[c] - runningMean[c]);
            runningVariance[c] += kMomentum * (static_cast<float>(unbiased) - runningVariance[c]);
        }
    }
}

void BatchNorm2d::takeRunningStatistics(Plan& plan) const {
    const auto mean = m_store->value(m_runningMean);
    const auto variance = m_store->value(m_runningVariance);
    for (std::size_t c = 0; c < plan.mean.size(); ++c) {
        plan.mean[c] = mean[c];
        plan.inverse[c] = 1.0f / std::sqrt(variance[c] + kEpsilon);
    }
}

void BatchNorm2d::forward(const Tensor& x, Tensor& y, Mode mode) {
    const std::int64_t n = x.dim(0);
    Plan& plan = m_plans->get(n, [&] { return m_plans->build(n, m_pixels, m_channels); });
    plan.mode = mode;
    if (mode == Mode::Train) {
        takeBatchStatistics(x, plan);
    } else {
        takeRunningStatistics(plan);
    }
    const auto gamma = m_store->value(m_gamma);
    const auto beta = m_store->value(m_beta);
    for (std::size_t c = 0; c < gamma.size(); ++c) {
        plan.scale[c] = gamma[c] * plan.inverse[c];
        plan.offset[c] = beta[c] - plan.mean[c] * plan.scale[c];
    }
    const std::int64_t size = m_pixels * m_channels;
    plan.forParts([&](Range images) {
        normalise(x.data() + images.first * size, plan.scale.data(), plan.offset.data(), m_slope,
                  y.data() + images.first * size, (images.last - images.first) * m_pixels, m_channels);
    });
}

// With x^ the normalised x, N the pixels of a channel and g = dL/dy behind the rectifier: dbeta = sum g,
// dgamma = sum g x^, dx = gamma / deviation (g - dbeta / N - x^ dgamma / N); with the running statistics,
// which do not depend on x, dx = gamma / deviation g.
void BatchNorm2d::backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                           WeightGradients gradients) {
    Plan& plan =
        m_plans->get(x.dim(0), []() -> Plan { throw Error(ErrorKind::Usage, "backward without forward"); });
    const std::int64_t size = m_pixels * m_channels;
    plan.sumOverImages([&](std::int64_t image, Plan::Part& part) {
        const std::int64_t at = image * size;
        rectifyBackward(y.data() + at, dy.data() + at, part.first.data(),
                        {m_pixels, m_channels, 0, m_channels}, m_slope);
        addProducts(x.data() + at, dy.data() + at, plan.mean.data(), plan.inverse.data(), part.second.data(),
                    m_pixels, m_channels);
    });
    const auto gamma = m_store->value(m_gamma);
    const auto count = static_cast<double>(x.dim(0) * m_pixels);
    for (std::size_t c = 0; c < gamma.size(); ++c) {
        const double dBeta = plan.sum(c);
        const double dGamma = plan.otherSum(c);
        if (gradients == WeightGradients::Write) {
            m_store->gradient(m_beta)[c] = static_cast<float>(dBeta);
            m_store->gradient(m_gamma)[c] = static_cast<float>(dGamma);
        }
        const double scale = double{gamma[c]} * plan.inverse[c];
        const double share = plan.mode == Mode::Train ? scale / count : 0;
        const double ofX = -share * plan.inverse[c] * dGamma;
        plan.ofDy[c] = static_cast<float>(scale);
        plan.ofX[c] = static_cast<float>(ofX);
        plan.fixed[c] = static_cast<float>(-share * dBeta - ofX * plan.mean[c]);
    }
    if (dx) {
        plan.forParts([&](Range images) {
            const std::int64_t at = images.first * size;
            combine(x.data() + at, dy.data() + at, plan.ofDy.data(), plan.ofX.data(), plan.fixed.data(),
                    dx->data() + at, (images.last - images.first) * m_pixels, m_channels);
        });
    }
}

} // namespace latentscape
