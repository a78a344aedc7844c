#include "core/train/PrincipalComponents.h"

#include "core/tensor/Error.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr std::int64_t kBlock = 4096; // points at a time: bounds the memory of their copies in doubles

void checkFit(const Tensor& points) {
    if (points.shape().size() != 2 || points.empty()) {
        throw Error(ErrorKind::Usage, "Principal components of " + toString(points.shape()) +
                                          " values: give points [n, d], at least one.");
    }
    const auto isFinite = [](float value) { return std::isfinite(value); };
    if (!std::ranges::all_of(points.values(), isFinite)) {
        throw Error(ErrorKind::Usage,
                    "Principal components: a value of the points is not finite. The weights that made them "
                    "have diverged; take earlier ones.");
    }
}

void checkWidth(const char* what, const Tensor& values, std::int64_t least, std::int64_t most) {
    if (values.shape().size() != 2 || values.dim(1) < least || values.dim(1) > most) {
        throw Error(ErrorKind::Usage, std::string("Principal components: ") + what + " of shape " +
                                          toString(values.shape()) + " don't fit; rows of " +
                                          std::to_string(most) + " values are wanted.");
    }
}

Eigen::MatrixXd covarianceOf(const Tensor& points, const Eigen::RowVectorXd& mean) {
    Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(mean.size(), mean.size());
    for (std::int64_t first = 0; first < points.dim(0); first += kBlock) {
        const std::int64_t n = std::min(kBlock, points.dim(0) - first);
        const Eigen::MatrixXd centred = points.matrix().middleRows(first, n).cast<double>().rowwise() - mean;
        covariance.selfadjointView<Eigen::Lower>().rankUpdate(centred.transpose());
    }
    return covariance / static_cast<double>(points.dim(0));
}

} // namespace

PrincipalComponents PrincipalComponents::fit(const Tensor& points, std::int64_t most) {
    checkFit(points);
    const std::int64_t d = points.dim(1);
    const std::int64_t k = most > 0 ? std::min(most, d) : d;
    const Eigen::RowVectorXd mean = points.matrix().cast<double>().colwise().mean();
    const Eigen::MatrixXd covariance = covarianceOf(points, mean);
    // Reads the lower triangle alone; the smallest eigenvalue comes first.
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);

    PrincipalComponents result;
    result.mean = Tensor({1, d});
    result.mean.matrix() = mean.cast<float>();
    result.components = Tensor({k, d});
    result.totalVariance = covariance.trace();
    for (std::int64_t i = 0; i < k; ++i) {
        Eigen::VectorXd direction = solver.eigenvectors().col(d - 1 - i);
        Eigen::Index largest = 0;
        direction.cwiseAbs().maxCoeff(&largest);
        if (direction(largest) < 0) {
            direction = -direction;
        }
        result.components.matrix().row(i) = direction.transpose().cast<float>();
        // Rounding leaves some below zero where points don't differ at all.
        result.variances.push_back(static_cast<float>(std::max(0.0, solver.eigenvalues()(d - 1 - i))));
    }
    return result;
}

Tensor PrincipalComponents::project(const Tensor& points) const {
    checkWidth("points", points, dimensions(), dimensions());
    Tensor coordinates({points.dim(0), count()});
    coordinates.matrix().noalias() =
        (points.matrix().rowwise() - mean.matrix().row(0)) * components.matrix().transpose();
    return coordinates;
}

Tensor PrincipalComponents::unproject(const Tensor& coordinates) const {
    checkWidth("coordinates", coordinates, 1, count());
    Tensor points({coordinates.dim(0), dimensions()});
    points.matrix().noalias() = coordinates.matrix() * components.matrix().topRows(coordinates.dim(1));
    points.matrix().rowwise() += mean.matrix().row(0);
    return points;
}

} // namespace latentscape
