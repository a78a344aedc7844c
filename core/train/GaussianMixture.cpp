#include "core/train/GaussianMixture.h"

#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"
#include "core/train/Batches.h"
#include "core/train/Condition.h"

#include <Eigen/Cholesky>

#include <cmath>
#include <limits>
#include <numbers>

namespace latentscape {

namespace {

constexpr std::int64_t kBlock = 4096;   // points at a time
constexpr double kLeastVariance = 1e-6; // that regularisation starts from, for points of one place
constexpr double kLeastWeight = 1e-9;   // a component below it takes part no more

// f(k) for each component, on all threads.
template <typename F> void forEachComponent(int components, const F& f) {
    const int parts = partsFor(components, 1);
    parallelParts(parts, [&](int part) {
        for (int k = components * part / parts; k < components * (part + 1) / parts; ++k) {
            f(k);
        }
    });
}

// An index drawn with probabilities in proportion to the weights.
std::int64_t drawIndex(const Eigen::VectorXd& weights, Random& random) {
    double left = double{random.uniform()} * weights.sum();
    for (std::int64_t i = 0; i + 1 < weights.size(); ++i) {
        left -= weights(i);
        if (left < 0) {
            return i;
        }
    }
    return weights.size() - 1;
}

} // namespace

GaussianMixture::GaussianMixture(const Tensor& points, const MixtureOptions& options,
                                 const WorkWatch& watch) {
    if (options.components < 1 || points.empty()) {
        throw Error(ErrorKind::Usage, "A mixture of " + std::to_string(options.components) +
                                          " Gaussians cannot be fitted; choose 1 or more, and some points.");
    }
    const Rows values = points.matrix().cast<double>();
    const Eigen::RowVectorXd mean = values.colwise().mean();
    const double variance = (values.rowwise() - mean).array().square().mean();
    m_added = options.regularisation * std::max(variance, kLeastVariance);
    m_weights.resize(static_cast<std::size_t>(std::min<std::int64_t>(options.components, values.rows())));
    Random random(options.seed, kSampleStream);
    start(values, random);
    Rows responsibilities(values.rows(), components());
    double before = -std::numeric_limits<double>::infinity();
    for (int iteration = 0; iteration < options.mostIterations; ++iteration) {
        watch.reached(iteration, options.mostIterations);
        const double likelihood = expect(values, responsibilities);
        if (likelihood - before < options.tolerance) {
            break;
        }
        before = likelihood;
        maximise(values, responsibilities);
    }
}

// Each next mean is a point drawn in proportion to its squared distance from the nearest mean so far; every
// point then belongs to the nearest mean alone.
void GaussianMixture::start(const Rows& points, Random& random) {
    const std::int64_t n = points.rows();
    m_means.resize(components(), points.cols());
    Eigen::VectorXd nearest = Eigen::VectorXd::Ones(n);
    std::vector<int> owner(static_cast<std::size_t>(n), 0);
    for (int k = 0; k < components(); ++k) {
        m_means.row(k) = points.row(drawIndex(nearest, random));
        const Eigen::VectorXd distances = (points.rowwise() - m_means.row(k)).rowwise().squaredNorm();
        for (std::int64_t i = 0; i < n; ++i) {
            if (k == 0 || distances(i) < nearest(i)) {
                nearest(i) = distances(i);
                owner[static_cast<std::size_t>(i)] = k;
            }
        }
    }
    Rows responsibilities = Rows::Zero(n, components());
    for (std::int64_t i = 0; i < n; ++i) {
        responsibilities(i, owner[static_cast<std::size_t>(i)]) = 1;
    }
    maximise(points, responsibilities);
}

// p(component | point) for each; returns the mean log-likelihood.
double GaussianMixture::expect(const Rows& points, Rows& responsibilities) const {
    const auto d = static_cast<double>(points.cols());
    for (std::int64_t first = 0; first < points.rows(); first += kBlock) {
        const std::int64_t n = std::min(kBlock, points.rows() - first);
        forEachComponent(components(), [&](int k) {
            const auto index = static_cast<std::size_t>(k);
            const Eigen::MatrixXd& factor = m_factors[index];
            const Eigen::MatrixXd centred =
                (points.middleRows(first, n).rowwise() - m_means.row(k)).transpose();
            const Eigen::MatrixXd whitened = factor.triangularView<Eigen::Lower>().solve(centred);
            const double constant = std::log(m_weights[index]) - factor.diagonal().array().log().sum() -
                                    0.5 * d * std::log(2 * std::numbers::pi);
            responsibilities.col(k).segment(first, n) =
                (constant - 0.5 * whitened.colwise().squaredNorm().array()).matrix().transpose();
        });
    }
    double sum = 0;
    for (std::int64_t i = 0; i < points.rows(); ++i) {
        auto row = responsibilities.row(i).array();
        const double most = row.maxCoeff();
        row = (row - most).exp();
        const double total = row.sum();
        row /= total;
        sum += most + std::log(total);
    }
    return sum / static_cast<double>(points.rows());
}

void GaussianMixture::maximise(const Rows& points, const Rows& responsibilities) {
    const auto d = points.cols();
    m_factors.resize(m_weights.size());
    forEachComponent(components(), [&](int k) {
        const Eigen::VectorXd shares = responsibilities.col(k);
        const double count = std::max(shares.sum(), kLeastWeight);
        m_weights[static_cast<std::size_t>(k)] = count / static_cast<double>(points.rows());
        m_means.row(k) = shares.transpose() * points / count;
        Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(d, d);
        for (std::int64_t first = 0; first < points.rows(); first += kBlock) {
            const std::int64_t n = std::min(kBlock, points.rows() - first);
            const Rows centred = points.middleRows(first, n).rowwise() - m_means.row(k);
            covariance.noalias() += centred.transpose() * shares.segment(first, n).asDiagonal() * centred;
        }
        covariance /= count;
        covariance.diagonal().array() += m_added;
        m_factors[static_cast<std::size_t>(k)] = covariance.llt().matrixL();
    });
}

double GaussianMixture::meanLogLikelihood(const Tensor& points) const {
    const Rows values = points.matrix().cast<double>();
    Rows responsibilities(values.rows(), components());
    return expect(values, responsibilities);
}

Tensor GaussianMixture::draw(std::int64_t count, Random& random) const {
    Tensor points({count, m_means.cols()});
    Eigen::VectorXd noise(m_means.cols());
    const Eigen::Map<const Eigen::VectorXd> weights(m_weights.data(), components());
    for (std::int64_t i = 0; i < count; ++i) {
        const auto k = drawIndex(weights, random);
        for (double& value : noise) {
            value = double{random.normal()};
        }
        const Eigen::VectorXd point =
            m_means.row(k).transpose() + m_factors[static_cast<std::size_t>(k)] * noise;
        std::ranges::copy(point.cast<float>(), points.row(i).begin());
    }
    return points;
}

GaussianMixture fitLatents(Model& model, const Dataset& data, const MixtureOptions& options,
                           const WorkWatch& watch) {
    if (model.config().kind == ModelKind::Gan) {
        throw Error(ErrorKind::Usage, "A GAN encodes no images: its latents come from the prior.");
    }
    Tensor latents({data.count(), model.config().latent});
    Random random(options.seed, kEvaluateStream);
    std::int64_t first = 0;
    forEachBatch(data, [&](const Tensor& images, std::span<const std::uint32_t> indices) {
        const Encoding encoding = model.encode(images, labelsFor(model.config(), data, indices));
        Tensor noise(encoding.mean.shape());
        random.fillNormal(noise.values());
        latents.matrix().middleRows(first, images.dim(0)) =
            encoding.mean.matrix().array() +
            (0.5f * encoding.logvar.matrix().array()).exp() * noise.matrix().array();
        first += images.dim(0);
        watch.reached(0);
        return true;
    });
    return {latents, options, watch};
}

} // namespace latentscape
