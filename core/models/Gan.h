// The generative adversarial network of Goodfellow et al. 2014, "Generative adversarial nets".
//
// A generator G makes images of latents z ~ N(0, 1), a discriminator D says how real an image is, as a logit.
// A step updates D once, on a batch of real and one of made images, then G once, through D, on the made ones
// (their algorithm 1 with k = 1):
//
//     non-saturating: D minimises -log D(x) - log(1 - D(G(z))), G minimises -log D(G(z)) (their section 3)
//     least squares:  D minimises (D(x) - 1)^2 / 2 + D(G(z))^2 / 2, G (D(G(z)) - 1)^2 / 2 (Mao et al. 2017)
//     hinge:          D minimises max(0, 1 - D(x)) + max(0, 1 + D(G(z))), G -D(G(z)) (Lim & Ye 2017)
//
// with D the logit itself in the last two. Label smoothing (Salimans et al. 2016, one-sided) asks D for 1 - s
// instead of 1 on real images. Inside, images lie in [-1, 1].
//
// A GAN has no encoder: encode() finds the latent whose image comes nearest by gradient descent.
#pragma once

#include "core/models/Model.h"
#include "core/nn/PlanCache.h"
#include "core/nn/Sequential.h"

namespace latentscape {

class Gan : public Model {
public:
    // Weights drawn from the seed. Throws Error as validate(config) does.
    Gan(const ModelConfig& config, const OptimizerConfig& optimizer, std::uint64_t seed);

    const ModelConfig& config() const override { return m_config; }
    Losses step(const Tensor& images, const StepControls& controls, Random& random) override;
    Losses evaluate(const Tensor& images, const StepControls& controls, Random& random,
                    std::span<float> klPerLatent) override;
    void logWeights(const Tensor&, std::int64_t, Random&, std::span<float>) override;
    Tensor decode(const Tensor& latents) override;
    Encoding encode(const Tensor& images) override;
    std::vector<NamedNetwork> networks() override {
        return {{"generator", m_generator}, {"discriminator", m_discriminator}};
    }
    ParameterStore& parameters() override { return m_generatorParameters; }
    std::vector<Trainable> trainables() override;

private:
    // The values of one step, for one batch size.
    struct Step {
        Tensor real;  // [n, pixels]
        Tensor z;     // [n, latent]
        Tensor fake;  // [n, pixels]
        Tensor logit; // [n, 1]
        Tensor dFake, dLogit;
        std::vector<float> realGradients; // of the discriminator's parameters
    };
    Step& valuesFor(std::int64_t batch);

    void makeFakes(Step& s, Random& random, Mode mode);
    // The gradients of one network's parameters; each returns its loss.
    double learnToTell(Step& s, Losses& losses);
    double learnToDeceive(Step& s);
    Tensor nearestOfRandom(const Tensor& images);

    ModelConfig m_config;
    ParameterStore m_generatorParameters;
    ParameterStore m_discriminatorParameters;
    Sequential m_generator;
    Sequential m_discriminator;
    std::unique_ptr<Optimizer> m_generatorOptimizer;
    std::unique_ptr<Optimizer> m_discriminatorOptimizer;
    PlanCache<Step> m_steps;
};

} // namespace latentscape
