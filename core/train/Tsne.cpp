#include "core/train/Tsne.h"

#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"
#include "core/tensor/Random.h"
#include "core/train/Neighbours.h"
#include "core/train/PrincipalComponents.h"
#include "core/train/Repulsion.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace latentscape {

namespace {

constexpr std::int64_t kMostDimensions = 50; // van der Maaten & Hinton 2008, section 4.2
constexpr double kStartSpread = 1e-4;        // standard deviation along the first axis
constexpr float kStartShift = 1e-6f;         // and of the noise on it
constexpr std::int64_t kGrain = 256;         // points a thread takes at least
constexpr double kNeighbourShare = 0.15;     // of the time, to find the neighbours

// The options of the descent: van der Maaten & Hinton 2008, section 3.4; the rate is that of Belkina et al.
// 2019, "Automated optimized parameters for t-SNE".
constexpr float kEarlyMomentum = 0.5f;
constexpr float kMomentum = 0.8f;
constexpr float kGainUp = 0.2f;
constexpr float kGainDown = 0.8f;
constexpr float kLeastGain = 0.01f;
constexpr double kLeastRate = 200;

struct Attraction { // row i: entries starts[i] to starts[i + 1]
    std::vector<std::size_t> starts;
    std::vector<std::uint32_t> others;
    std::vector<float> strengths; // p_ij
};

void check(const Tensor& points, const TsneOptions& options) {
    if (points.shape().size() != 2 || points.empty()) {
        throw Error(ErrorKind::Usage,
                    "t-SNE of " + toString(points.shape()) + " values: give points [n, d], at least one.");
    }
    if (!std::ranges::all_of(points.values(), [](float value) { return std::isfinite(value); })) {
        throw Error(ErrorKind::Usage, "t-SNE: a value of the points is not finite. The weights that made "
                                      "them have diverged; take earlier ones.");
    }
    if (!(options.perplexity >= 1) || options.iterations < 0 || options.exaggerated < 0 ||
        !(options.exaggeration > 0) || !(options.theta >= 0)) {
        throw Error(ErrorKind::Usage, "t-SNE wants a perplexity of at least 1, an exaggeration above 0, a "
                                      "theta of 0 or more and no negative number of iterations.");
    }
}

// p(j|i) of a point's neighbours: a Gaussian of their distances, as wide as makes its entropy that of the
// perplexity.
void conditional(std::span<const float> squares, double perplexity, std::span<float> out) {
    const double wanted = std::log(perplexity);
    const double nearest = double{squares.front()}; // taken off all: the quotients stay as they are
    double beta = 1;
    double low = 0;
    double high = HUGE_VAL;
    double sum = 0;
    for (int attempt = 0; attempt < 200; ++attempt) {
        sum = 0;
        double moment = 0;
        for (std::size_t k = 0; k < squares.size(); ++k) {
            const double distance = double{squares[k]} - nearest;
            const double p = std::exp(-beta * distance);
            out[k] = static_cast<float>(p);
            sum += p;
            moment += p * distance;
        }
        const double entropy = std::log(sum) + beta * moment / sum;
        if (std::abs(entropy - wanted) < 1e-5 || moment == 0) {
            break; // without a moment all that count are equally near
        }
        (entropy > wanted ? low : high) = beta;
        beta = std::isinf(high) ? 2 * beta : (low + high) / 2;
    }
    for (float& p : out) {
        p /= static_cast<float>(sum);
    }
}

// p_ij = (p(j|i) + p(i|j)) / 2n of each pair one of which is a near neighbour of the other.
Attraction attractionOf(const Neighbours& near, std::int64_t n, double perplexity) {
    std::vector<float> p(near.indices.size());
    const auto each = static_cast<std::size_t>(near.each);
    parallelFor(n, kGrain, [&](std::int64_t first, std::int64_t last) {
        for (auto i = static_cast<std::size_t>(first); i < static_cast<std::size_t>(last); ++i) {
            conditional(std::span(near.squares).subspan(i * each, each), perplexity,
                        std::span(p).subspan(i * each, each));
        }
    });
    std::vector<std::vector<std::pair<std::uint32_t, float>>> rows(static_cast<std::size_t>(n));
    const float share = 0.5f / static_cast<float>(n);
    for (std::size_t at = 0; at < p.size(); ++at) {
        const auto i = static_cast<std::uint32_t>(at / each);
        rows[i].emplace_back(near.indices[at], share * p[at]);
        rows[near.indices[at]].emplace_back(i, share * p[at]);
    }
    Attraction result;
    result.starts.push_back(0);
    for (auto& row : rows) {
        std::ranges::sort(row);
        for (const auto& [other, strength] : row) {
            if (result.others.size() > result.starts.back() && result.others.back() == other) {
                result.strengths.back() += strength;
            } else {
                result.others.push_back(other);
                result.strengths.push_back(strength);
            }
        }
        result.starts.push_back(result.others.size());
    }
    return result;
}

// sum over j of p_ij q_ij (y_i - y_j), with q_ij as in Repulsion.h.
void attract(const Attraction& attraction, const Tensor& positions, Tensor& forces) {
    const float* y = positions.data();
    parallelFor(positions.dim(0), kGrain, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i < last; ++i) {
            float forceX = 0;
            float forceY = 0;
            const std::size_t end = attraction.starts[static_cast<std::size_t>(i) + 1];
            for (std::size_t at = attraction.starts[static_cast<std::size_t>(i)]; at < end; ++at) {
                const std::size_t j = attraction.others[at];
                const float dx = y[2 * i] - y[2 * j];
                const float dy = y[2 * i + 1] - y[2 * j + 1];
                const float pq = attraction.strengths[at] / (1 + dx * dx + dy * dy);
                forceX += pq * dx;
                forceY += pq * dy;
            }
            forces.row(i)[0] = forceX;
            forces.row(i)[1] = forceY;
        }
    });
}

// One of the descent's values, with a step size of its own that grows while it keeps its direction.
struct Moving {
    float gain = 1;
    float velocity = 0;

    float move(float gradient, float rate, float momentum) {
        const bool turns = (gradient > 0) == (velocity > 0);
        gain = std::max(turns ? gain * kGainDown : gain + kGainUp, kLeastGain);
        velocity = momentum * velocity - rate * gain * gradient;
        return velocity;
    }
};

Tensor startOf(const Tensor& points, std::uint64_t seed) {
    Tensor positions({points.dim(0), 2});
    Random(seed, kSampleStream).fillNormal(positions.values());
    positions.matrix() *= kStartShift;
    const auto plane = PrincipalComponents::fit(points, 2);
    const double spread = std::sqrt(double{plane.variances[0]});
    if (spread > 0) {
        positions.matrix().leftCols(plane.count()) +=
            static_cast<float>(kStartSpread / spread) * plane.project(points).matrix();
    }
    return positions;
}

class Descent {
public:
    Descent(const Tensor& points, const TsneOptions& options, Attraction attraction)
        : m_options(options)
        , m_attraction(std::move(attraction))
        , m_repulsion(static_cast<float>(options.theta))
        , m_positions(startOf(points, options.seed))
        , m_attracting(m_positions.shape())
        , m_repelling(m_positions.shape())
        , m_moving(m_positions.values().size())
        , m_rate(static_cast<float>(
              std::max(kLeastRate, static_cast<double>(points.dim(0)) / options.exaggeration))) {}

    const Tensor& positions() const { return m_positions; }

    // The gradient of the Kullback-Leibler divergence; van der Maaten 2014, equation 8, without its factor 4.
    void step(int iteration) {
        const bool early = iteration < m_options.exaggerated;
        const float factor = early ? static_cast<float>(m_options.exaggeration) : 1.0f;
        const float momentum = early ? kEarlyMomentum : kMomentum;
        attract(m_attraction, m_positions, m_attracting);
        const double sum = m_repulsion.work(m_positions, m_repelling);
        const float scale = static_cast<float>(1 / std::max(sum, 1e-30));
        for (std::size_t i = 0; i < m_moving.size(); ++i) {
            const float gradient = factor * m_attracting.values()[i] - scale * m_repelling.values()[i];
            m_positions.values()[i] += m_moving[i].move(gradient, m_rate, momentum);
        }
        const Eigen::RowVector2f mean = m_positions.matrix().colwise().mean();
        m_positions.matrix().rowwise() -= mean;
    }

private:
    const TsneOptions m_options;
    Attraction m_attraction;
    Repulsion m_repulsion;
    Tensor m_positions;
    Tensor m_attracting;
    Tensor m_repelling;
    std::vector<Moving> m_moving;
    float m_rate;
};

} // namespace

Tensor tsne(const Tensor& points, const TsneOptions& options, const WorkWatch& watch,
            const std::function<void(const Tensor& positions)>& seen) {
    check(points, options);
    const std::int64_t n = points.dim(0);
    if (n == 1) {
        return Tensor({1, 2});
    }
    if (points.dim(1) > kMostDimensions) {
        return tsne(PrincipalComponents::fit(points, kMostDimensions).project(points), options, watch, seen);
    }
    const double perplexity = std::clamp(options.perplexity, 1.0, std::max(1.0, double(n - 1) / 3));
    const auto each = static_cast<std::int64_t>(std::ceil(3 * perplexity));
    const WorkWatch search{watch.stop, [&](double share) { watch.reached(kNeighbourShare * share); }};
    Descent descent(points, options, attractionOf(nearestNeighbours(points, each, search), n, perplexity));
    for (int i = 0; i < options.iterations; ++i) {
        watch.reached(kNeighbourShare + (1 - kNeighbourShare) * i / options.iterations);
        descent.step(i);
        if (seen) {
            seen(descent.positions());
        }
    }
    return descent.positions();
}

} // namespace latentscape
