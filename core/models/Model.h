// A generative model: owns its networks, its parameters and its optimizer, and takes a training step on a
// batch. Not thread safe: the training thread and the decoding thread each build their own from the same
// ModelConfig; only weights travel between them.
#pragma once

#include "core/models/ModelConfig.h"
#include "core/nn/Optimizer.h"
#include "core/tensor/ParameterStore.h"

#include <array>
#include <memory>

namespace latentscape {

// Losses of one step or mean losses of a data set, in nats an image, in the order of lossNames().
using Losses = std::array<float, 3>;
// The same, summed over images.
using LossSums = std::array<double, 3>;

// What may change between two steps.
struct StepControls {
    float learningRate = 1e-3f;
    float beta = 1.0f; // weight of the KL term
};

// q(z|x) for a batch: both [batch, latent].
struct Encoding {
    Tensor mean;
    Tensor logvar;
};

class Model {
public:
    virtual ~Model() = default;

    virtual const ModelConfig& config() const = 0;
    // Names of the entries of Losses; the first is what training minimises.
    virtual std::array<const char*, 3> lossNames() const = 0;

    // One optimizer step on images [batch, pixels] in [0, 1]; noise comes from `random`. Returns the losses
    // before the update. When a loss or the gradient is not finite, nothing is updated and the first loss is
    // not finite either (NaN if the gradient was the cause).
    virtual Losses step(const Tensor& images, const StepControls& controls, Random& random) = 0;

    // Losses without an update, on fresh noise. klPerLatent, [latent] or empty: the batch's sums are added to
    // it.
    virtual Losses evaluate(const Tensor& images, float beta, Random& random,
                            std::span<float> klPerLatent) = 0;

    // latents [batch, latent] -> expected images [batch, pixels] in [0, 1].
    virtual Tensor decode(const Tensor& latents) = 0;
    virtual Encoding encode(const Tensor& images) = 0;

    virtual ParameterStore& parameters() = 0;
    virtual Optimizer& optimizer() = 0;
};

// Builds the model with weights drawn from the seed. Throws Error as validate() does.
std::unique_ptr<Model> makeModel(const ModelConfig& config, const OptimizerConfig& optimizer,
                                 std::uint64_t seed);

} // namespace latentscape
