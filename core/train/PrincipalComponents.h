// The orthogonal directions along which points differ most: principal component analysis (Hotelling 1933),
// from the eigenvectors of the covariance. Plain values, the same on every machine up to rounding.
#pragma once

#include "core/tensor/Tensor.h"

#include <cstdint>
#include <vector>

namespace latentscape {

struct PrincipalComponents {
    Tensor mean;                  // [1, d]
    Tensor components;            // [k, d], of length 1, the largest variance first
    std::vector<float> variances; // [k], of the points along each: their mean squared distance from the mean
    double totalVariance = 0;     // of all d components

    // points [n, d]; most: how many components are wanted, 0 for all d. Of each component's two directions
    // the one whose largest entry is positive is taken, so that a picture of them doesn't flip by chance.
    // Takes the time of d^2 n + d^3 multiplications. Throws Error (Usage) when there are no points or a value
    // is not finite.
    static PrincipalComponents fit(const Tensor& points, std::int64_t most = 0);

    std::int64_t count() const { return static_cast<std::int64_t>(variances.size()); }
    std::int64_t dimensions() const { return mean.size(); }
    // [n, d] -> [n, k]: where points lie along the components, the mean at zero.
    Tensor project(const Tensor& points) const;
    // [n, j] -> [n, d], j <= k: the points that lie there and at zero along all other components. Throws
    // Error (Usage), as project() does, when the width does not fit.
    Tensor unproject(const Tensor& coordinates) const;
};

} // namespace latentscape
