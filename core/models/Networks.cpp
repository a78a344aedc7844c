#include "core/models/Networks.h"

#include "core/nn/Activation.h"
#include "core/nn/Dense.h"

namespace latentscape {

Sequential makeEncoder(const ModelConfig& config) {
    auto layers = makeLayers(config.encoder, config.image, config.precision);
    layers.push_back(std::make_unique<Dense>(config.kind == ModelKind::Vae ? 2 * config.latent : 1));
    return Sequential(std::move(layers));
}

Sequential makeDecoder(const ModelConfig& config) {
    auto layers = makeLayers(config.decoder, config.image, config.precision);
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
