// A mixture of Gaussians with full covariances, fitted by expectation maximisation (Dempster et al. 1977).
//
// Of a VAE's encodings it is a second stage (Ghosh et al. 2020, "From variational to deterministic
// autoencoders", section 4.3): the encodings of the training images are not spread as the prior is, and
// samples of the mixture decode to better images.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/Model.h"
#include "core/tensor/WorkWatch.h"

#include <cstdint>
#include <vector>

namespace latentscape {

struct MixtureOptions {
    int components = 10;
    int mostIterations = 100;
    double tolerance = 1e-4; // nats a point by which an iteration must raise the likelihood
    double regularisation =
        1e-6;               // times the mean variance of the values, added to each covariance's diagonal
    std::uint64_t seed = 0; // of the start
};

class GaussianMixture {
public:
    // points [n, d]. The means start as k-means++ chooses them (Arthur & Vassilvitskii 2007). With fewer
    // points than components there are as many components as points. Throws Error (Usage) when components
    // < 1, (Cancelled) when the watch wants it.
    GaussianMixture(const Tensor& points, const MixtureOptions& options, const WorkWatch& watch = {});

    int components() const { return static_cast<int>(m_weights.size()); }
    double meanLogLikelihood(const Tensor& points) const;  // nats a point
    Tensor draw(std::int64_t count, Random& random) const; // [count, d]

private:
    using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

    void start(const Rows& points, Random& random);
    double expect(const Rows& points, Rows& responsibilities) const;
    void maximise(const Rows& points, const Rows& responsibilities);

    double m_added = 0;                     // to each variance
    std::vector<double> m_weights;          // sum to 1
    Rows m_means;                           // [components, d]
    std::vector<Eigen::MatrixXd> m_factors; // lower Cholesky factor of each covariance
};

// Fitted to one draw of q(z|x) for each image, so to the aggregate posterior. Throws Error (Usage) for a GAN,
// which encodes nothing.
GaussianMixture fitLatents(Model& model, const Dataset& data, const MixtureOptions& options,
                           const WorkWatch& watch = {});

} // namespace latentscape
