// The generative adversarial network of Goodfellow et al. 2014, "Generative adversarial nets".
//
// A generator G makes images of latents z ~ N(0, 1), a discriminator D says how real an image is, as a logit.
// A step updates D once, on a batch of real and one of made images, then G once, through D, on the made ones
// (their algorithm 1 with k = 1):
//
//     non-saturating: D minimises -log D(x) - log(1 - D(G(z))), G minimises -log D(G(z)) (their section 3)
//     least squares:  D minimises (D(x) - 1)^2 / 2 + D(G(z))^2 / 2, G (D(G(z)) - 1)^2 / 2 (Mao et al. 2017)
//     hinge:          D minimises max(0, 1 - D(x)) + max(0, 1 + D(G(z))), G -D(G(z)) (Lim & Ye 2017)
//     relativistic:   D minimises log(1 + e^(D(G(z)) - D(x))), G log(1 + e^(D(x) - D(G(z)))), of pairs of one
//                     real and one made image (Jolicoeur-Martineau 2018; the pairing of Huang et al. 2024)
//
// with D the logit itself in the last three. With more than one discriminator step (the paper's k) the
// generator is updated at each k-th call only. Label smoothing (Salimans et al. 2016, one-sided) asks D for 1
// - s instead of 1 on real images; the last two losses ignore it. Inside, images lie in [-1, 1].
//
// With differentiable augmentation D sees each image, real or made, after a change at random; the generator's
// step draws others than the discriminator's.
//
// A moving average of the generator's weights, if wanted, makes all images that are shown.
//
// A conditional one (Mirza & Osindero 2014) makes images of the classes that the batch's real ones have; its
// discriminator judges both as images of these.
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
    Losses step(const Tensor& images, const StepControls& controls, Random& random, Labels labels) override;
    void change(const ModelConfig& model, const OptimizerConfig& optimizer) override;
    Losses evaluate(const Tensor& images, const StepControls& controls, Random& random,
                    std::span<float> klPerLatent, Labels labels) override;
    void logWeights(const Tensor&, std::int64_t, Random&, std::span<float>, Labels) override;
    Tensor decode(const Tensor& latents, Labels labels) override;
    Encoding encode(const Tensor& images, Labels labels) override;
    std::vector<NamedNetwork> networks() override {
        return {{"generator", m_generator}, {"discriminator", m_discriminator}};
    }
    ParameterStore& parameters() override { return averages() ? m_averageParameters : m_generatorParameters; }
    std::vector<Trainable> trainables() override;

private:
    // The values of one step, for one batch size.
    struct Step {
        Tensor real;  // [n, pixels]
        Tensor z;     // [n, latent]
        Tensor fake;  // [n, pixels]
        Tensor seen;  // [n, pixels]: the made images as the discriminator sees them, if that is changed
        Tensor logit; // [n, 1]
        Tensor other; // [n, 1]: of the other kind of image, if the loss compares them
        Tensor dFake, dLogit;
        Tensor dSeen;                     // as seen
        std::vector<float> realGradients; // of the discriminator's parameters
    };
    Step& valuesFor(std::int64_t batch);

    void prepareReal(const Tensor& images, Step& s, Random& random);
    void makeFakes(Step& s, Random& random, Mode mode);
    const Tensor& seenFakes(Step& s, Random& random);
    // The gradients of one network's parameters; each returns its loss.
    double learnToTell(Step& s, Random& random, Losses& losses);
    double learnToDeceive(Step& s, Random& random);
    double generatorLoss(Step& s) const; // of s.logit, the made images', with its gradient
    void beginAverage();
    bool averages() const { return m_config.weightAverage > 0; }
    Sequential& shownGenerator() { return averages() ? m_averageGenerator : m_generator; }
    Tensor nearestOfRandom(const Tensor& images);

    ModelConfig m_config;
    std::shared_ptr<ClassLabels> m_labels; // that the networks read
    ParameterStore m_generatorParameters;
    ParameterStore m_discriminatorParameters;
    ParameterStore m_averageParameters; // of the generator; empty when it is not averaged
    Sequential m_generator;
    Sequential m_averageGenerator;
    Sequential m_discriminator;
    std::unique_ptr<Optimizer> m_generatorOptimizer;
    std::unique_ptr<Optimizer> m_discriminatorOptimizer;
    DifferentiableAugmentation m_augmentation;
    PlanCache<Step> m_steps;
};

} // namespace latentscape
