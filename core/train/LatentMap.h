// Many points of a latent space, each with its picture: what a map of the space is drawn from. Plain values,
// made on the thread that owns the model.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/Model.h"
#include "core/tensor/WorkWatch.h"
#include "core/train/PrincipalComponents.h"

#include <memory>
#include <vector>

namespace latentscape {

struct LatentMap {
    std::shared_ptr<const Dataset> images; // [n]
    Tensor latents;                        // [n, latent]
    std::vector<float> kl;                 // [n]: nats of each image; of a GAN empty
    std::vector<float> errors;             // [n]: mean squared error of each reconstruction; likewise
    std::vector<float> distances;          // [n]: of a GAN, of each latent from the middle of the prior
    PrincipalComponents components;        // the most telling directions, some tens of them
};

// Where a VAE's encoder puts the images: E[z|x], with their principal components.
LatentMap mapEncodings(Model& model, std::shared_ptr<const Dataset> images, const WorkWatch& watch = {});

// What a GAN, which has no encoder, makes of random latents, of a conditional one each class in turn. The
// prior is the same in all directions: the components are those along which the pictures change most, the
// eigenvectors of W^T W for the linear map W from latents to pixels that fits the samples best.
LatentMap mapSamples(Model& model, std::int64_t count, std::uint64_t seed, const WorkWatch& watch = {});

} // namespace latentscape
