#include "core/models/Networks.h"

#include "core/nn/Activation.h"
#include "core/nn/ClassEmbedding.h"
#include "core/nn/ClassProjection.h"
#include "core/nn/Dense.h"

namespace latentscape {

namespace {

using Layers = std::vector<std::unique_ptr<Layer>>;

std::shared_ptr<const ClassLabels> orNone(std::shared_ptr<const ClassLabels> labels,
                                          const ModelConfig& config) {
    return labels ? std::move(labels) : std::make_shared<const ClassLabels>(config.classes);
}

} // namespace

// q(z|x, c) (Sohn et al. 2015, "Learning structured output representation using deep conditional generative
// models"; Kingma et al. 2014, "Semi-supervised learning with deep generative models"): the class is joined
// to the features, which does for any network in front of them, dense or of convolutions. The mean then
// leaves out what the class says already, because the decoder is told the class as well. What else of the
// image depends on the class the network sees by itself.
Sequential makeEncoder(const ModelConfig& config, std::shared_ptr<const ClassLabels> labels) {
    Layers layers = makeLayers(config.encoder, config.image, config.precision);
    const bool gan = config.kind == ModelKind::Gan;
    if (gan && config.classes > 0) {
        layers.push_back(std::make_unique<ClassProjection>(orNone(std::move(labels), config)));
        return Sequential(std::move(layers));
    }
    if (config.classes > 0) {
        layers.push_back(std::make_unique<ClassEmbedding>(orNone(std::move(labels), config), kClassSize));
    }
    layers.push_back(std::make_unique<Dense>(gan ? 1 : 2 * config.latent));
    return Sequential(std::move(layers));
}

// Conditional: p(x|z, c), or the generator G(z, c) of Mirza & Osindero 2014, "Conditional generative
// adversarial nets".
Sequential makeDecoder(const ModelConfig& config, std::shared_ptr<const ClassLabels> labels) {
    Layers layers = makeLayers(config.decoder, config.image, config.precision);
    if (config.classes > 0) {
        layers.insert(layers.begin(),
                      std::make_unique<ClassEmbedding>(orNone(std::move(labels), config), kClassSize));
    }
    if (config.kind == ModelKind::Gan) {
        layers.push_back(std::make_unique<Activation>(Activation::Kind::Tanh));
    } else if (config.likelihood != Likelihood::Bernoulli) {
        layers.push_back(std::make_unique<Activation>(Activation::Kind::Sigmoid));
    }
    return Sequential(std::move(layers));
}

void declareLogSigma(const ModelConfig& config, ParameterStore& store) {
    if (config.kind == ModelKind::Vae && config.likelihood == Likelihood::GaussianLearned) {
        store.declare("decoder.log_sigma", {1}, {0.0f, -1.0f}); // sigma 0.37 of white: above what it becomes
    }
}

Shape imageShape(const ModelConfig& config) {
    return {config.image.height, config.image.width, config.image.channels};
}

} // namespace latentscape
