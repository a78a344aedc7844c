// How good and how varied a model's samples are, in the features of the data set's own classifier. Only
// figures under the same classifier compare; they are not the Inception FID. Read them beside those of real
// images that the classifier was not trained on: the floor.
#pragma once

#include "core/train/ClassifierCache.h"

#include <vector>

namespace latentscape {

// Squared Frechet distance of two Gaussians with the means and covariances of the rows,
// |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)): Heusel et al. 2017, "GANs trained by a two time-scale update
// rule". Both [n, d] with n >= 2.
double frechetDistance(const Tensor& a, const Tensor& b);

// Share of samples that lie within the manifold of the real images, and of real images within that of the
// samples; a manifold is the union of balls around its points that reach to the third-nearest other one.
// Kynkaanniemi et al. 2019, "Improved precision and recall metric", k = 3. Both [n, d] with n > 3. Quadratic
// in n.
struct PrecisionRecall {
    double precision = 0;
    double recall = 0;
};
PrecisionRecall precisionRecall(const Tensor& real, const Tensor& samples);

// What the classifier takes samples for.
struct ClassCoverage {
    std::vector<double> shares; // of each class, by the likeliest one; they sum to 1
    double sure = 0;            // share of samples with a class of a probability above kSure
};
inline constexpr float kSure = 0.9f;
ClassCoverage classCoverage(const Tensor& probabilities);

struct SampleQuality {
    std::int64_t samples = 0;
    double frechet = 0; // of the samples and all training images
    PrecisionRecall manifold;
    ClassCoverage coverage;
    // The same of as many held-out images, or all if there are fewer.
    std::int64_t floorImages = 0;
    double floorFrechet = 0;
    PrecisionRecall floorManifold;
    double floorSure = 0;
};

// Judges images [n, pixels]. Real images are drawn by the seed where not all are taken. Throws Error (Usage)
// for fewer than kLeastSamples images.
inline constexpr std::int64_t kLeastSamples = 10;
SampleQuality sampleQuality(const Tensor& images, const LoadedData& data, Classifier& classifier,
                            std::uint64_t seed, const WorkWatch& watch = {});

} // namespace latentscape
