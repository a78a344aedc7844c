// The variational autoencoder of Kingma & Welling 2014, "Auto-Encoding Variational Bayes".
//
// Encoder q(z|x) = N(mean(x), e^logvar(x)), prior p(z) = N(0, 1), decoder p(x|z) Bernoulli or Gaussian with
// unit variance. Training minimises the negative evidence lower bound (their equation 10, one sample of z):
//
//     -ELBO(x) = E_q[-log p(x|z)] + beta KL(q(z|x) || p(z)),   z = mean + e^(logvar/2) eps,  eps ~ N(0, 1)
//
// averaged over the batch, in nats an image. beta = 1 is the paper's bound; other values are the beta-VAE of
// Higgins et al. 2017. The Gaussian's constant (d/2 log 2 pi) is left out of the reconstruction. With
// real-valued pixels the Bernoulli reconstruction is the customary cross-entropy and no bound on a
// likelihood.
#pragma once

#include "core/models/Model.h"
#include "core/nn/PlanCache.h"
#include "core/nn/Sequential.h"

namespace latentscape {

class Vae : public Model {
public:
    // Weights drawn from the seed. Throws Error as validate(config) does.
    Vae(const ModelConfig& config, const OptimizerConfig& optimizer, std::uint64_t seed);

    const ModelConfig& config() const override { return m_config; }
    Losses step(const Tensor& images, const StepControls& controls, Random& random) override;
    Losses evaluate(const Tensor& images, float beta, Random& random, std::span<float> klPerLatent) override;
    Tensor decode(const Tensor& latents) override;
    Encoding encode(const Tensor& images) override;
    std::vector<NamedNetwork> networks() override { return {{"encoder", m_encoder}, {"decoder", m_decoder}}; }
    ParameterStore& parameters() override { return m_parameters; }
    std::vector<Trainable> trainables() override { return {{m_parameters, *m_optimizer}}; }

private:
    // The values of one step, for one batch size.
    struct Step {
        Tensor moments; // [n, 2 latent]: means, then log-variances
        Tensor eps;     // [n, latent]
        Tensor z;       // [n, latent]
        Tensor output;  // [n, pixels]: logits (Bernoulli) or means (Gaussian)
        Tensor dMoments, dZ, dOutput;
    };
    Step& valuesFor(std::int64_t batch);
    void encodeAndSample(const Tensor& images, Step& s, Random& random, Mode mode);
    double reconstruction(const Tensor& images, Step& s, float scale, Tensor* gradient) const;
    void backward(const Tensor& images, Step& s);

    ModelConfig m_config;
    ParameterStore m_parameters;
    Sequential m_encoder;
    Sequential m_decoder;
    std::unique_ptr<Optimizer> m_optimizer;
    PlanCache<Step> m_steps;
};

} // namespace latentscape
