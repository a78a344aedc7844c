#include "core/nn/GroupNorm.h"

#include "core/nn/ImageParts.h"
#include "core/nn/NormalisationLoops.h"
#include "core/nn/PlanCache.h"
#include "core/nn/Rectifier.h"
#include "core/tensor/Error.h"

#include <cmath>

namespace latentscape {

namespace {

constexpr float kEpsilon = 1e-5f;
constexpr std::int64_t kGrain = 25'000; // elements worth a thread

using Channels = std::vector<float>;

} // namespace

struct GroupNorm::Plan {
    struct Part {
        Range images;
        Channels a, b, c;                  // of one image
        Channels sums, products;           // of one image's dy, and of dy times the normalised x
        std::vector<double> dBeta, dGamma; // of all of the part's images
    };
    std::vector<Part> parts;
    Tensor mean, inverse; // [n, channels]: of the channel's group, and 1 / its standard deviation

    // f(image, part) for each image, on all threads.
    template <typename F> void forImages(const F& f) {
        parallelParts(static_cast<int>(parts.size()), [&](int index) {
            Part& part = parts[static_cast<std::size_t>(index)];
            for (std::int64_t image = part.images.first; image < part.images.last; ++image) {
                f(image, part);
            }
        });
    }
};

struct GroupNorm::Plans : PlanCache<Plan> {
    static Plan build(std::int64_t n, std::int64_t pixels, std::int64_t channels) {
        Plan plan{{}, Tensor({n, channels}), Tensor({n, channels})};
        const Channels zeros(static_cast<std::size_t>(channels));
        const std::vector<double> sums(zeros.size());
        const int parts = imagePartsFor(n, pixels * channels, kGrain);
        for (int i = 0; i < parts; ++i) {
            plan.parts.push_back({imagesOf(n, i, parts), zeros, zeros, zeros, zeros, zeros, sums, sums});
        }
        return plan;
    }
};

GroupNorm::GroupNorm(std::int64_t groups, float slope)
    : m_groups(groups)
    , m_slope(slope)
    , m_plans(std::make_unique<Plans>()) {
    if (groups < 1) {
        throw Error(ErrorKind::Usage, "A group normalisation needs at least one group.");
    }
}

GroupNorm::~GroupNorm() = default;

Shape GroupNorm::declare(const Shape& input, ParameterStore& store, const std::string& prefix) {
    m_channels = input.empty() ? 0 : input.back();
    if (m_channels < 1 || m_channels % m_groups != 0) {
        throw Error(ErrorKind::Usage,
                    prefix + ": " + std::to_string(m_channels) +
                        " channels cannot be normalised in \"groups\" of equal size, of which " +
                        std::to_string(m_groups) + " are asked for.");
    }
    m_pixels = elementCount(input) / m_channels;
    m_store = &store;
    m_gamma = store.declare(prefix + ".weight", {m_channels}, {.centre = 1});
    m_beta = store.declare(prefix + ".bias", {m_channels}, {});
    return input;
}

void GroupNorm::takeStatistics(const float* image, Plan& plan, std::int64_t index, float* sums,
                               float* squares) const {
    std::fill_n(sums, m_channels, 0.0f);
    std::fill_n(squares, m_channels, 0.0f);
    addMoments(image, image, sums, squares, m_pixels, m_channels); // shifted by the first pixel
    const std::int64_t width = m_channels / m_groups;
    const auto pixels = static_cast<double>(m_pixels);
    float* mean = plan.mean.row(index).data();
    float* inverse = plan.inverse.row(index).data();
    for (std::int64_t first = 0; first < m_channels; first += width) {
        double sum = 0;
        for (std::int64_t c = first; c < first + width; ++c) {
            sum += double{sums[c]} + pixels * double{image[c]};
        }
        const double middle = sum / (pixels * static_cast<double>(width));
        double deviations = 0; // squared, from the group's mean, which differs from each channel's shift
        for (std::int64_t c = first; c < first + width; ++c) {
            const double between = middle - double{image[c]};
            deviations += double{squares[c]} - 2 * between * double{sums[c]} + pixels * between * between;
        }
        const double variance = std::max(0.0, deviations / (pixels * static_cast<double>(width)));
        std::fill_n(mean + first, width, static_cast<float>(middle));
        std::fill_n(inverse + first, width, static_cast<float>(1.0 / std::sqrt(variance + double{kEpsilon})));
    }
}

void GroupNorm::forward(const Tensor& x, Tensor& y, Mode) {
    Plan& plan = m_plans->get(x.dim(0), [&] { return m_plans->build(x.dim(0), m_pixels, m_channels); });
    const float* gamma = m_store->value(m_gamma).data();
    const float* beta = m_store->value(m_beta).data();
    const std::int64_t size = m_pixels * m_channels;
    plan.forImages([&](std::int64_t image, Plan::Part& part) {
        const float* from = x.data() + image * size;
        takeStatistics(from, plan, image, part.a.data(), part.b.data());
        const std::span<const float> mean = plan.mean.row(image);
        const std::span<const float> inverse = plan.inverse.row(image);
        for (std::size_t c = 0; c < mean.size(); ++c) {
            part.a[c] = gamma[c] * inverse[c];
            part.b[c] = beta[c] - mean[c] * part.a[c];
        }
        normalise(from, part.a.data(), part.b.data(), m_slope, y.data() + image * size, m_pixels, m_channels);
    });
}

// With x^ the normalised x, N the values of a group and g = gamma dL/dy behind the rectifier:
// dx = (g - sum g / N - x^ sum(g x^) / N) / deviation, the sums over the group.
void GroupNorm::backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                         WeightGradients gradients) {
    Plan& plan =
        m_plans->get(x.dim(0), []() -> Plan { throw Error(ErrorKind::Usage, "backward without forward"); });
    const float* gamma = m_store->value(m_gamma).data();
    const std::int64_t size = m_pixels * m_channels;
    const std::int64_t width = m_channels / m_groups;
    const auto count = static_cast<float>(m_pixels * width);
    for (Plan::Part& part : plan.parts) {
        std::ranges::fill(part.dBeta, 0.0);
        std::ranges::fill(part.dGamma, 0.0);
    }
    plan.forImages([&](std::int64_t image, Plan::Part& part) {
        const float* from = x.data() + image * size;
        float* g = dy.data() + image * size;
        const float* mean = plan.mean.row(image).data();
        const float* inverse = plan.inverse.row(image).data();
        std::ranges::fill(part.sums, 0.0f);
        std::ranges::fill(part.products, 0.0f);
        rectifyBackward(y.data() + image * size, g, part.sums.data(), {m_pixels, m_channels, 0, m_channels},
                        m_slope);
        addProducts(from, g, mean, inverse, part.products.data(), m_pixels, m_channels);
        for (std::size_t c = 0; c < part.sums.size(); ++c) {
            part.dBeta[c] += double{part.sums[c]};
            part.dGamma[c] += double{part.products[c]};
        }
        if (!dx) {
            return;
        }
        for (std::int64_t first = 0; first < m_channels; first += width) {
            float sum = 0;
            float product = 0;
            for (std::int64_t c = first; c < first + width; ++c) {
                sum += gamma[c] * part.sums[static_cast<std::size_t>(c)];
                product += gamma[c] * part.products[static_cast<std::size_t>(c)];
            }
            const float scale = inverse[first];
            const float ofX = -scale * scale * product / count;
            for (std::int64_t c = first; c < first + width; ++c) {
                const auto at = static_cast<std::size_t>(c);
                part.a[at] = scale * gamma[c];
                part.b[at] = ofX;
                part.c[at] = -scale * sum / count - ofX * mean[c];
            }
        }
        combine(from, g, part.a.data(), part.b.data(), part.c.data(), dx->data() + image * size, m_pixels,
                m_channels);
    });
    if (gradients == WeightGradients::Skip) {
        return;
    }
    const std::span<float> dGamma = m_store->gradient(m_gamma);
    const std::span<float> dBeta = m_store->gradient(m_beta);
    for (std::size_t c = 0; c < dGamma.size(); ++c) {
        double beta = 0;
        double scale = 0;
        for (const Plan::Part& part : plan.parts) {
            beta += part.dBeta[c];
            scale += part.dGamma[c];
        }
        dBeta[c] = static_cast<float>(beta);
        dGamma[c] = static_cast<float>(scale);
    }
}

} // namespace latentscape
