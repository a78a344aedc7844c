// The variational autoencoder of Kingma & Welling 2014, "Auto-Encoding Variational Bayes".
//
// Encoder q(z|x) = N(mean(x), e^logvar(x)), prior p(z) = N(0, 1), decoder p(x|z) Bernoulli or Gaussian with
// unit or learned variance. Training minimises the negative evidence lower bound (their equation 10, one
// sample of z):
//
//     -ELBO(x) = E_q[-log p(x|z)] + beta KL(q(z|x) || p(z)),   z = mean + e^(logvar/2) eps,  eps ~ N(0, 1)
//
// averaged over the batch, in nats an image. beta = 1 is the paper's bound; other values are the beta-VAE of
// Higgins et al. 2017. The Gaussian's constant (d/2 log 2 pi) is left out of the reconstruction. With
// real-valued pixels the Bernoulli reconstruction is the customary cross-entropy and no bound on a
// likelihood.
//
// A conditional VAE (Kingma et al. 2014, "Semi-supervised learning with deep generative models", section
// 2.1; Sohn et al. 2015) is told the class c of each image: q(z|x, c), p(x|z, c), and a prior that knows no
// class. All else is the same.
//
// With k > 1 samples of z an image training maximises the importance-weighted bound of Burda et al. 2016,
// "Importance weighted autoencoders" (their equations 8 and 14):
//
//     L_k(x) = E[log 1/k sum_i w_i],  w_i = p(x|z_i) (p(z_i) / q(z_i|x))^beta,  dL_k = sum_i w~_i dlog w_i
//
// with w~ the weights divided by their sum. The KL term is then the ratio of the densities at z_i; with one
// sample it is the exact integral, which has the same mean and less noise. Of the losses shown the total is
// -L_k; reconstruction and KL remain those of the plain bound, the mean over the samples and the integral.
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
    Losses step(const Tensor& images, const StepControls& controls, Random& random, Labels labels) override;
    void change(const ModelConfig&, const OptimizerConfig& optimizer) override {
        changeOptimizer(m_optimizer, optimizer, m_parameters.values().size());
    }
    Losses evaluate(const Tensor& images, const StepControls& controls, Random& random,
                    std::span<float> klPerLatent, Labels labels) override;
    void logWeights(const Tensor& images, std::int64_t samples, Random& random, std::span<float> out,
                    Labels labels) override;
    Tensor decode(const Tensor& latents, Labels labels) override;
    Encoding encode(const Tensor& images, Labels labels) override;
    std::vector<NamedNetwork> networks() override { return {{"encoder", m_encoder}, {"decoder", m_decoder}}; }
    ParameterStore& parameters() override { return m_parameters; }
    std::vector<Trainable> trainables() override { return {{m_parameters, m_optimizer.get()}}; }

private:
    // What the encoder says of a batch of n images.
    struct Posterior {
        Tensor moments; // [n, 2 latent]: means, then log-variances
        Tensor dMoments;
    };
    // Samples of it, k an image side by side: r = n k rows.
    struct Draws {
        Tensor eps;    // [r, latent]
        Tensor z;      // [r, latent]
        Tensor output; // [r, pixels]: logits (Bernoulli) or means (Gaussian)
        Tensor dZ, dOutput;
        std::vector<float> errors;  // [r]: -log p(x|z)
        std::vector<float> weights; // [r]: log w, then dL/dlog w
    };
    Posterior& posteriorFor(std::int64_t batch);
    Draws& drawsFor(std::int64_t rows);
    void encodeAndDecode(const Tensor& images, Posterior& q, Draws& s, Random& random, Mode mode);

    // Each returns the losses and, for training, leaves the gradients of what encoder and decoder put out.
    Losses plainBound(const Tensor& images, const StepControls& controls, Posterior& q, Draws& s, bool train);
    Losses weightedBound(const Tensor& images, const StepControls& controls, Posterior& q, Draws& s,
                         bool train);
    double reconstruction(const Tensor& images, Draws& s, float scale, bool train);
    void reconstructionErrors(const Tensor& images, Draws& s, bool train);
    void addDensityRatios(const Posterior& q, Draws& s, float beta) const;
    double normaliseWeights(Draws& s, std::int64_t images) const;
    void scaleByWeights(Draws& s);
    void backward(const Tensor& images, const StepControls& controls, Posterior& q, Draws& s);

    double inverseVariance() const; // of a Gaussian pixel
    double logNormaliser() const;   // of an image: what is added to half its squared error

    ModelConfig m_config;
    std::shared_ptr<ClassLabels> m_labels; // that the networks read
    ParameterStore m_parameters;
    Sequential m_encoder;
    Sequential m_decoder;
    std::unique_ptr<Optimizer> m_optimizer;
    PlanCache<Posterior> m_posteriors;
    PlanCache<Draws> m_draws;
    std::size_t m_logSigma = 0; // GaussianLearned: its index in the store
};

} // namespace latentscape
