#include "core/train/Disentanglement.h"

#include "core/tensor/Random.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace latentscape {

namespace {

constexpr int kBins = 20;
constexpr int kGroup = 64;
constexpr int kVotes = 10'000;
constexpr int kTests = 5'000;
constexpr double kLeastVariance = 0.05;

using Levels = std::vector<int>; // of one factor, or a latent's bins, an image each

Levels levelsOf(const Dataset& data, std::size_t factor) {
    Levels levels(static_cast<std::size_t>(data.count()));
    for (std::size_t i = 0; i < levels.size(); ++i) {
        levels[i] = data.factors(static_cast<std::int64_t>(i))[factor];
    }
    return levels;
}

Levels binned(const Eigen::VectorXd& values) {
    const double least = values.minCoeff();
    const double width = (values.maxCoeff() - least) / kBins;
    Levels bins(static_cast<std::size_t>(values.size()));
    for (std::size_t i = 0; i < bins.size() && width > 0; ++i) {
        const double bin = (values(static_cast<std::int64_t>(i)) - least) / width;
        bins[i] = std::min(static_cast<int>(bin), kBins - 1);
    }
    return bins;
}

// -sum p log p over what was counted, in nats.
template <typename Counts> double entropy(const Counts& counts, double total) {
    double sum = 0;
    for (const auto& [value, count] : counts) {
        sum -= count / total * std::log(count / total);
    }
    return sum;
}

double entropy(const Levels& levels) {
    std::map<int, double> counts;
    for (const int level : levels) {
        ++counts[level];
    }
    return entropy(counts, static_cast<double>(levels.size()));
}

double mutualInformation(const Levels& a, const Levels& b) {
    std::map<std::pair<int, int>, double> counts;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ++counts[{a[i], b[i]}];
    }
    return entropy(a) + entropy(b) - entropy(counts, static_cast<double>(a.size()));
}

// The latents that take part, each divided by its standard deviation over all images.
Eigen::MatrixXd varyingLatents(const Tensor& means) {
    Eigen::MatrixXd values = means.matrix().cast<double>();
    std::int64_t kept = 0;
    for (std::int64_t j = 0; j < values.cols(); ++j) {
        const double variance = (values.col(j).array() - values.col(j).mean()).square().mean();
        if (variance >= kLeastVariance) {
            values.col(kept++) = values.col(j) / std::sqrt(variance);
        }
    }
    return values.leftCols(kept);
}

// Draws groups that share a factor's value.
class Groups {
public:
    Groups(const Eigen::MatrixXd& latents, const Dataset& data)
        : m_latents(latents) {
        for (std::size_t factor = 0; factor < data.factorNames().size(); ++factor) {
            m_levels.push_back(levelsOf(data, factor));
            m_images.emplace_back();
            for (std::size_t i = 0; i < m_levels.back().size(); ++i) {
                m_images.back()[m_levels.back()[i]].push_back(static_cast<std::int64_t>(i));
            }
        }
    }

    struct Vote {
        std::size_t factor;
        std::size_t latent;
    };

    Vote draw(Random& random) const {
        const std::size_t factor = random.below(static_cast<std::uint32_t>(m_levels.size()));
        const auto& levels = m_levels[factor];
        const auto& images =
            m_images[factor].at(levels[random.below(static_cast<std::uint32_t>(levels.size()))]);
        Eigen::MatrixXd group(kGroup, m_latents.cols());
        for (std::int64_t i = 0; i < kGroup; ++i) {
            group.row(i) = m_latents.row(images[random.below(static_cast<std::uint32_t>(images.size()))]);
        }
        const Eigen::RowVectorXd mean = group.colwise().mean();
        std::int64_t latent = 0;
        (group.rowwise() - mean).array().square().colwise().sum().minCoeff(&latent);
        return {factor, static_cast<std::size_t>(latent)};
    }

private:
    const Eigen::MatrixXd& m_latents;                               // [images, latents]
    std::vector<Levels> m_levels;                                   // of each factor
    std::vector<std::map<int, std::vector<std::int64_t>>> m_images; // of each factor's levels
};

} // namespace

double mutualInformationGap(const Tensor& means, const Dataset& data) {
    const Eigen::MatrixXd values = means.matrix().cast<double>();
    std::vector<Levels> latents;
    for (std::int64_t j = 0; j < values.cols(); ++j) {
        latents.push_back(binned(values.col(j)));
    }
    double sum = 0;
    for (std::size_t factor = 0; factor < data.factorNames().size(); ++factor) {
        const Levels levels = levelsOf(data, factor);
        std::vector<double> told{0, 0}; // a single latent has no rival
        for (const Levels& latent : latents) {
            told.push_back(mutualInformation(latent, levels));
        }
        std::ranges::partial_sort(told, told.begin() + 2, std::greater());
        const double all = entropy(levels);
        sum += all > 0 ? (told[0] - told[1]) / all : 0;
    }
    return sum / static_cast<double>(data.factorNames().size());
}

double factorVaeScore(const Tensor& means, const Dataset& data, std::uint64_t seed) {
    const Eigen::MatrixXd latents = varyingLatents(means);
    if (latents.cols() == 0) {
        return 0;
    }
    const Groups groups(latents, data);
    Random random(seed, kEvaluateStream);
    Eigen::MatrixXi votes =
        Eigen::MatrixXi::Zero(latents.cols(), static_cast<std::int64_t>(data.factorNames().size()));
    const auto at = [](const Groups::Vote& vote) {
        return std::pair(static_cast<std::int64_t>(vote.latent), static_cast<std::int64_t>(vote.factor));
    };
    for (int i = 0; i < kVotes; ++i) {
        const auto [latent, factor] = at(groups.draw(random));
        ++votes(latent, factor);
    }
    int right = 0;
    for (int i = 0; i < kTests; ++i) {
        const auto [latent, factor] = at(groups.draw(random));
        std::int64_t majority = 0;
        votes.row(latent).maxCoeff(&majority);
        right += majority == factor ? 1 : 0;
    }
    return static_cast<double>(right) / kTests;
}

bool hasFactors(const Dataset& data) {
    return !data.factors(0).empty() && data.factorNames()[0] != "label";
}

} // namespace latentscape
