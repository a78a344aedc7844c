// A generative model: owns its networks, its parameters and its optimizer, and takes a training step on a
// batch. Not thread safe: the training thread and the decoding thread each build their own from the same
// ModelConfig; only weights travel between them.
#pragma once

#include "core/models/Losses.h"
#include "core/models/ModelConfig.h"
#include "core/nn/ClassLabels.h"
#include "core/nn/Optimizer.h"
#include "core/nn/Sequential.h"
#include "core/tensor/ParameterStore.h"

#include <memory>
#include <vector>

namespace latentscape {

// Which of a GAN's two networks learns from a step; a VAE's learn together.
enum class StepPart { All, Discriminator, Generator };

// What may change between two steps.
struct StepControls {
    float learningRate = 1e-3f;
    float beta = 1.0f; // weight of the KL term
    // A VAE's objective.
    std::int64_t samples = 1; // of z an image; more than one: the importance-weighted bound
    float freeBits = 0;       // nats of a latent's KL that cost nothing
    StepPart part = StepPart::All;
    std::int64_t step = 0; // taken before in the run: how old an average of the weights is
};

// q(z|x) for a batch: both [batch, latent]. A GAN gives a point: its logvar is empty.
struct Encoding {
    Tensor mean;
    Tensor logvar;
};

struct Trainable {
    ParameterStore& parameters;
    Optimizer* optimizer; // null for an average of others, which follows from them
};

struct NamedNetwork {
    const char* name;
    Sequential& layers;
};

class Model {
public:
    virtual ~Model() = default;

    virtual const ModelConfig& config() const = 0;
    // A conditional model is told the classes of what it is given, as ClassLabels::set() takes them, and
    // throws Error (Usage) without; any other ignores them.

    // One optimizer step on images [batch, pixels] in [0, 1]; noise comes from `random`. Returns the losses
    // before the update. When a loss or a gradient is not finite, nothing is updated any more (a GAN's
    // discriminator may have been before) and the first loss is not finite either (NaN if a gradient was the
    // cause).
    virtual Losses step(const Tensor& images, const StepControls& controls, Random& random,
                        Labels labels = {}) = 0;

    // From the next step on: the optimizer, which may be another object after it (trainables()), and of a GAN
    // its loss, label smoothing, discriminator steps, weight average and differentiable augmentation. The
    // rest stays as it is.
    virtual void change(const ModelConfig& model, const OptimizerConfig& optimizer) = 0;

    // Losses without an update, on fresh noise. klPerLatent, [latent] or empty: the batch's sums are added to
    // it.
    virtual Losses evaluate(const Tensor& images, const StepControls& controls, Random& random,
                            std::span<float> klPerLatent, Labels labels = {}) = 0;

    // log p(x, z) - log q(z|x) for `samples` draws of z ~ q(z|x) an image, those of an image side by side:
    // out [batch samples], in nats. Throws Error (Usage) for a GAN, which has no likelihood.
    virtual void logWeights(const Tensor& images, std::int64_t samples, Random& random, std::span<float> out,
                            Labels labels = {}) = 0;

    // latents [batch, latent] -> expected images [batch, pixels] in [0, 1].
    virtual Tensor decode(const Tensor& latents, Labels labels = {}) = 0;
    virtual Encoding encode(const Tensor& images, Labels labels = {}) = 0;

    // The networks by name, for a look at their layers.
    virtual std::vector<NamedNetwork> networks() = 0;
    // What decoding and encoding need: all that travels to a thread that explores.
    virtual ParameterStore& parameters() = 0;
    // Everything that is learnt, each part with its optimizer: all that a checkpoint holds, in its order,
    // those without an optimizer last.
    virtual std::vector<Trainable> trainables() = 0;
};

// Builds the model with weights drawn from the seed. Throws Error as validate() does.
std::unique_ptr<Model> makeModel(const ModelConfig& config, const OptimizerConfig& optimizer,
                                 std::uint64_t seed);

} // namespace latentscape
