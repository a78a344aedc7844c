// Where the latents of a trained model's samples come from. Any thread that owns the model.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/Model.h"
#include "core/train/GaussianMixture.h"
#include "core/train/TrainConfig.h"

namespace latentscape {

enum class LatentSource {
    Prior,
    Fitted, // a mixture of Gaussians, fitted to the encodings of the training images (VAE)
};

struct LatentChoice {
    LatentSource source = LatentSource::Prior;
    MixtureOptions mixture = {}; // of LatentSource::Fitted
};

// [count, latent]. `model` as it was trained with `config`; `train`: the training images as they are, which
// the prior does not need. Throws Error as fitLatents() does.
Tensor drawLatents(const LatentChoice& choice, Model& model, const TrainConfig& config,
                   const std::shared_ptr<const Dataset>& train, std::int64_t count, std::uint64_t seed,
                   const WorkWatch& watch = {});

// The images as a model of this run saw them: binarised if it did so.
std::shared_ptr<const Dataset> asSeen(const TrainConfig& config, std::shared_ptr<const Dataset> data);

} // namespace latentscape
