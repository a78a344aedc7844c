// How well single latents stand for single factors, on a data set whose factors are known, such as Shapes.
#pragma once

#include "core/data/Dataset.h"
#include "core/tensor/Tensor.h"

namespace latentscape {

// Mutual information gap: the mean over the factors of (I(z_j; v) - I(z_j'; v)) / H(v), j the latent that
// tells most about the factor and j' the next one; 0 to 1. Chen et al. 2018, "Isolating sources of
// disentanglement", worked out as in Locatello et al. 2019: from means, each cut into 20 bins of one width
// between its least and its greatest value. means [n, latent], of the images of `data`.
double mutualInformationGap(const Tensor& means, const Dataset& data);

// Kim & Mnih 2018, "Disentangling by factorising": of a group of images that share the value of one factor,
// the latent that varies least (relative to all images) is to tell which factor it was. The accuracy of the
// majority vote, with the sizes of Locatello et al. 2019: groups of 64, 10,000 votes and 5,000 to test them.
// Latents whose mean varies by less than 0.05 take no part; without any other the score is 0. Images of a
// group are drawn with replacement.
double factorVaeScore(const Tensor& means, const Dataset& data, std::uint64_t seed);

// Whether the images were made from known factors; a class label is none.
bool hasFactors(const Dataset& data);

} // namespace latentscape
