#include "core/train/SampleQuality.h"

#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"
#include "core/tensor/Random.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace latentscape {

namespace {

constexpr std::int64_t kNearest = 3; // whose distance is a ball's radius
constexpr std::int64_t kRows = 512;  // of distances at a time

struct Moments {
    Eigen::VectorXd mean;
    Eigen::MatrixXd covariance; // unbiased
};

Moments momentsOf(const Tensor& rows) {
    const Eigen::MatrixXd values = rows.matrix().cast<double>();
    Moments moments{values.colwise().mean().transpose(), {}};
    const Eigen::MatrixXd centred = values.rowwise() - moments.mean.transpose();
    moments.covariance = centred.transpose() * centred / static_cast<double>(values.rows() - 1);
    return moments;
}

// Of a symmetric matrix without negative eigenvalues; rounding may have made some.
Eigen::MatrixXd squareRoot(const Eigen::MatrixXd& matrix) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    const Eigen::VectorXd roots = solver.eigenvalues().cwiseMax(0).cwiseSqrt();
    return solver.eigenvectors() * roots.asDiagonal() * solver.eigenvectors().transpose();
}

// Squared distances of points, [n, d], from a block of them to all of others: f(first, [rows, others]).
template <typename F> void forDistances(const Tensor& points, const Tensor& others, const F& f) {
    const Eigen::VectorXf norms = others.matrix().rowwise().squaredNorm();
    parallelFor((points.dim(0) + kRows - 1) / kRows, 1, [&](std::int64_t firstBlock, std::int64_t lastBlock) {
        for (std::int64_t first = firstBlock * kRows; first < std::min(lastBlock * kRows, points.dim(0));
             first += kRows) {
            const auto block = points.matrix().middleRows(first, std::min(kRows, points.dim(0) - first));
            RowMajorMatrix distances = -2 * block * others.matrix().transpose();
            distances.rowwise() += norms.transpose();
            distances.colwise() += block.rowwise().squaredNorm();
            f(first, distances);
        }
    });
}

// Squared, a point each.
Eigen::VectorXf radii(const Tensor& points) {
    Eigen::VectorXf all(points.dim(0));
    forDistances(points, points, [&](std::int64_t first, RowMajorMatrix& distances) {
        for (std::int64_t i = 0; i < distances.rows(); ++i) {
            distances(i, first + i) = -1; // its own, the nearest for certain
            float* row = distances.row(i).data();
            std::nth_element(row, row + kNearest, row + distances.cols());
            all(first + i) = row[kNearest];
        }
    });
    return all;
}

// Share of points within any of the balls around centres.
double shareWithin(const Tensor& points, const Tensor& centres, const Eigen::VectorXf& radii) {
    std::vector<std::uint8_t> within(static_cast<std::size_t>(points.dim(0)));
    forDistances(points, centres, [&](std::int64_t first, const RowMajorMatrix& distances) {
        for (std::int64_t i = 0; i < distances.rows(); ++i) {
            within[static_cast<std::size_t>(first + i)] =
                (distances.row(i).array() <= radii.transpose().array()).any();
        }
    });
    return static_cast<double>(std::accumulate(within.begin(), within.end(), 0)) /
           static_cast<double>(points.dim(0));
}

// As many rows drawn at random, or all.
Tensor drawn(const Tensor& rows, std::int64_t count, std::uint64_t seed) {
    if (count >= rows.dim(0)) {
        return rows;
    }
    std::vector<std::uint32_t> order(static_cast<std::size_t>(rows.dim(0)));
    std::iota(order.begin(), order.end(), 0u);
    Random(seed, kEvaluateStream).shuffle(order);
    Tensor some({count, rows.dim(1)});
    for (std::int64_t i = 0; i < count; ++i) {
        std::ranges::copy(rows.row(order[static_cast<std::size_t>(i)]), some.row(i).begin());
    }
    return some;
}

} // namespace

double frechetDistance(const Tensor& a, const Tensor& b) {
    const Moments x = momentsOf(a);
    const Moments y = momentsOf(b);
    // (C1 C2)^(1/2) has the trace of the root of this product, which is symmetric.
    const Eigen::MatrixXd root = squareRoot(x.covariance);
    const double cross = squareRoot(root * y.covariance * root).trace();
    return (x.mean - y.mean).squaredNorm() + x.covariance.trace() + y.covariance.trace() - 2 * cross;
}

PrecisionRecall precisionRecall(const Tensor& real, const Tensor& samples) {
    return {shareWithin(samples, real, radii(real)), shareWithin(real, samples, radii(samples))};
}

ClassCoverage classCoverage(const Tensor& probabilities) {
    ClassCoverage coverage{std::vector<double>(static_cast<std::size_t>(probabilities.dim(1))), 0};
    const double share = 1.0 / static_cast<double>(probabilities.dim(0));
    for (std::int64_t i = 0; i < probabilities.dim(0); ++i) {
        const auto row = probabilities.row(i);
        const auto likeliest = std::ranges::max_element(row);
        coverage.shares[static_cast<std::size_t>(likeliest - row.begin())] += share;
        coverage.sure += *likeliest > kSure ? share : 0;
    }
    return coverage;
}

SampleQuality sampleQuality(const Tensor& images, const LoadedData& data, Classifier& classifier,
                            std::uint64_t seed, const WorkWatch& watch) {
    if (std::min({images.dim(0), data.train->count(), data.heldOut->count()}) < kLeastSamples) {
        throw Error(ErrorKind::Usage, "Samples are judged beside training and held-out images; at least " +
                                          std::to_string(kLeastSamples) + " of each are needed.");
    }
    const Classified samples = classifier.classify(images);
    // The comparisons of all pairs at the end take about as long as the images.
    const auto part = [&](double from, double to) {
        return WorkWatch{watch.stop,
                         [&, from, to](double share) { watch.reached(from + (to - from) * share); }};
    };
    const Classified train = classifier.classify(*data.train, part(0, 0.5));
    const Classified heldOut = classifier.classify(*data.heldOut, part(0.5, 0.6));
    const Tensor real = drawn(train.features, images.dim(0), seed);
    const Tensor others = drawn(heldOut.features, images.dim(0), seed);
    SampleQuality quality;
    quality.samples = images.dim(0);
    quality.frechet = frechetDistance(samples.features, train.features);
    quality.manifold = precisionRecall(real, samples.features);
    watch.reached(0.8);
    quality.coverage = classCoverage(samples.probabilities);
    quality.floorImages = others.dim(0);
    quality.floorFrechet = frechetDistance(others, train.features);
    quality.floorManifold = precisionRecall(real, others);
    quality.floorSure = classCoverage(heldOut.probabilities).sure;
    return quality;
}

} // namespace latentscape
