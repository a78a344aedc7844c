// Directions of the latent space along which pictures change in one respect. Values; any thread.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/Model.h"
#include "core/tensor/WorkWatch.h"

#include <string>
#include <vector>

namespace latentscape {

struct Direction {
    std::string name;
    std::vector<float> vector; // [latent], of length 1
    float spread = 1;          // standard deviation of the encodings (of a GAN: of the latents) along it
    float share = 0;           // of all variance that lies along it; 0: not known

    bool operator==(const Direction&) const = default;
};

// Where a point lies along a direction: the distance from the middle, in units of its spread.
float positionAlong(const Direction& direction, const std::vector<float>& point);
// The point moved along the direction to that position; what is across it stays.
std::vector<float> movedAlong(const Direction& direction, std::vector<float> point, float position);

// That of one dimension by itself, "z3"; at 1 the latent is 1.
Direction directionOfDimension(int dimension, std::size_t latent);

// From the middle of `less` to that of `more`, [n, latent] each: an attribute vector (Larsen et al. 2016,
// "Autoencoding beyond pixels", section 4.2). Throws Error (Usage) when one is empty or both have the same
// middle.
Direction differenceDirection(const std::string& name, const Tensor& more, const Tensor& less);

// One for each class that has some images and lacks some: towards it, away from all others. `labels`: of each
// encoding.
std::vector<Direction> labelDirections(const Tensor& encodings, const std::vector<std::uint16_t>& labels,
                                       const std::vector<std::string>& classNames);

// The principal components of a VAE's encodings [n, latent], the largest first.
std::vector<Direction> principalDirections(const Tensor& encodings, int most);

// Of a model without an encoder: the directions in which its pictures change most. The principal components
// of `count` pictures, and for each the latents' regression on it (Härkönen et al. 2020, "GANSpace", section
// 2.2, with pixels for features).
std::vector<Direction> effectDirections(Model& model, std::int64_t count, std::uint64_t seed, int most,
                                        const WorkWatch& watch = {});

// Of a model without an encoder that is told no class: labelDirections() of `count` latents, whose labels are
// those of the real images that their pictures are nearest to. None when `real` has no two classes.
std::vector<Direction> sampledLabelDirections(Model& model, const Dataset& real, std::int64_t count,
                                              std::uint64_t seed, const WorkWatch& watch = {});

// How much the picture changes along each latent, [latent]: the mean squared difference of pixels between -1
// and 1 along it, over `points` random points. Of a conditional model for its classes in turn.
std::vector<float> latentEffects(Model& model, std::int64_t points, std::uint64_t seed,
                                 const WorkWatch& watch = {});

} // namespace latentscape
