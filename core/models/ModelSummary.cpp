#include "core/models/ModelSummary.h"

#include "core/models/Networks.h"

#include <algorithm>
#include <utility>

namespace latentscape {

namespace {

// How often a step goes through a network, and which gradients it asks for: on average, when not all steps
// are alike.
struct Passes {
    double forward;
    double weightGradients;
    double inputGradients; // that of the network's own input is not among them
    double ownInputGradients;
};

// The share of a GAN's steps that update its generator.
double generatorShare(const ModelConfig& config) {
    return 1.0 / static_cast<double>(config.discriminatorSteps);
}

// Vae::step and, for a GAN, learnToTell() and learnToDeceive(): the discriminator sees the real images, the
// made ones, and these once more for the generator, whose gradient goes through it to its input. A loss of
// pairs wants the other's logits before each.
Passes passesOfEncoder(const ModelConfig& config) {
    if (config.kind == ModelKind::Vae) {
        return {1, 1, 1, 0};
    }
    const double share = generatorShare(config);
    const double looks = comparesPairs(config.ganLoss) ? 2 : 1;
    return {1 + looks + looks * share, 2, 2 + share, share};
}

Passes passesOfDecoder(const ModelConfig& config) {
    if (config.kind == ModelKind::Vae) {
        return {1, 1, 1, 1};
    }
    const double share = generatorShare(config);
    return {1, share, share, 0};
}

// Values of one image behind each layer and their gradients.
std::int64_t valuesOf(const Sequential& network) {
    return network.keptValues() + 2 * elementCount(network.layers().back().output);
}

void addLayers(const char* name, const Sequential& network, const Passes& passes, double batch,
               ModelSummary& summary) {
    bool first = true;
    for (const LayerSummary& layer : network.layers()) {
        const double inputGradients =
            std::exchange(first, false) ? passes.ownInputGradients : passes.inputGradients;
        const double pass = batch * layer.flops;
        summary.layers.push_back({name, layer.name, layer.output, layer.parameters, passes.forward * pass,
                                  (passes.weightGradients + inputGradients) * pass});
        summary.flops += summary.layers.back().forwardFlops + summary.layers.back().backwardFlops;
    }
}

std::int64_t countOf(const ParameterStore& store) {
    std::int64_t count = 0;
    for (const Parameter& p : store.parameters()) {
        count += static_cast<std::int64_t>(p.count);
    }
    return count;
}

// Buffers as large as the weights that an optimizer keeps.
int statesOf(const OptimizerConfig& optimizer) {
    switch (optimizer.kind) {
    case OptimizerKind::Sgd:
        return 1;
    case OptimizerKind::RmsProp:
        return optimizer.momentum > 0 ? 2 : 1;
    case OptimizerKind::Adam:
    case OptimizerKind::AdamW:
        break;
    }
    return 2;
}

// "2 conv, 1 dense" of the layers with weights, each kind once.
std::string inWords(const Sequential& network) {
    std::vector<std::pair<std::string, int>> kinds;
    for (const LayerSummary& layer : network.layers()) {
        std::string kind = layer.name.substr(0, layer.name.find_first_of(" ,"));
        if (layer.parameters == 0 || kind.ends_with("_norm")) {
            continue;
        }
        if (kind == "class_embedding") {
            continue;
        }
        kind = kind.starts_with("conv") ? "conv" : kind == "class_projection" ? "dense" : kind;
        auto known = std::ranges::find(kinds, kind, &std::pair<std::string, int>::first);
        if (known == kinds.end()) {
            known = kinds.insert(kinds.end(), {kind, 0});
        }
        ++known->second;
    }
    std::string text;
    for (const auto& [kind, count] : kinds) {
        text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + kind;
    }
    return text;
}

bool isDense(const NetworkConfig& network) {
    return std::ranges::all_of(network, [](const LayerConfig& layer) {
        return layer.layers.empty() && !layer.kind.starts_with("conv") &&
               !layer.settings.contains("downscale");
    });
}

} // namespace

ModelSummary summarise(const ModelConfig& config, const OptimizerConfig& optimizer, std::int64_t batch,
                       std::int64_t samples) {
    validate(config);
    ParameterStore encoderStore;
    ParameterStore decoderStore;
    Sequential encoder = makeEncoder(config);
    Sequential decoder = makeDecoder(config);
    encoder.declare(imageShape(config), encoderStore, encoderName(config.kind));
    decoder.declare({config.latent}, decoderStore, decoderName(config.kind));
    declareLogSigma(config, decoderStore);

    ModelSummary summary;
    const bool gan = config.kind == ModelKind::Gan;
    const std::int64_t rows = gan ? batch : batch * samples; // that the decoder sees
    const auto addEncoder = [&] {
        addLayers(encoderName(config.kind), encoder, passesOfEncoder(config), static_cast<double>(batch),
                  summary);
    };
    if (!gan) {
        addEncoder();
    }
    addLayers(decoderName(config.kind), decoder, passesOfDecoder(config), static_cast<double>(rows), summary);
    if (gan) { // what the data pass through first comes first
        addEncoder();
    }

    constexpr auto bytes = static_cast<std::int64_t>(sizeof(float));
    const std::int64_t weights = countOf(encoderStore) + countOf(decoderStore);
    const std::int64_t averaged = gan && config.weightAverage > 0 ? countOf(decoderStore) : 0;
    summary.memory.weights = bytes * (weights + averaged);
    // A discriminator's of the real images are kept until those of the made ones are there.
    summary.memory.gradients = bytes * (weights + averaged + (gan ? countOf(encoderStore) : 0));
    summary.memory.optimizer = bytes * statesOf(optimizer) * weights;
    // The batch; a VAE's eps, z and its gradient for each sample; a GAN's real images in [-1, 1] and z, and
    // the made ones as they are seen, with their gradient, if they are changed.
    const bool changed = config.differentiableAugment != DifferentiableAugmentConfig();
    const std::int64_t anImage = valuesOf(encoder) + config.image.pixels() * (!gan ? 1 : changed ? 4 : 2);
    const std::int64_t aRow = valuesOf(decoder) + config.latent * (gan ? 1 : 3);
    summary.memory.activations = bytes * (batch * anImage + rows * aRow);
    summary.parameters = parameterCount(config); // a learned variance is no layer's
    return summary;
}

std::string describeBriefly(const ModelConfig& config) {
    if (isDense(config.encoder) && isDense(config.decoder)) {
        return describe(config);
    }
    ParameterStore store;
    Sequential encoder = makeEncoder(config);
    Sequential decoder = makeDecoder(config);
    encoder.declare(imageShape(config), store, encoderName(config.kind));
    decoder.declare({config.latent}, store, decoderName(config.kind));
    const std::string latent = std::to_string(config.latent);
    const std::string text = config.kind == ModelKind::Gan
                                 ? latent + " - " + inWords(decoder) + " | " + inWords(encoder)
                                 : inWords(encoder) + " - " + latent + " - " + inWords(decoder);
    return config.classes > 0 ? text + ", " + std::to_string(config.classes) + " classes" : text;
}

} // namespace latentscape
