#include "core/models/ModelConfig.h"

#include "core/models/Networks.h"
#include "core/tensor/Error.h"

namespace latentscape {

namespace {

constexpr std::int64_t kWidest = 65536;

void requireInRange(const char* setting, std::int64_t value) {
    if (value < 1 || value > kWidest) {
        throw Error(ErrorKind::Usage, std::string(setting) + " is " + std::to_string(value) +
                                          "; it must be between 1 and " + std::to_string(kWidest) + ".");
    }
}

// f with "The encoder: " before what it complains of.
template <typename F> auto within(const char* network, const F& f) {
    try {
        return f();
    } catch (const Error& e) {
        throw Error(ErrorKind::Usage, "The " + std::string(network) + ": " + e.what());
    }
}

// Declares all parameters of the model; nothing is allocated.
void declare(const ModelConfig& config, ParameterStore& store) {
    const char* encoder = encoderName(config.kind);
    const char* decoder = decoderName(config.kind);
    within(encoder, [&] { makeEncoder(config).declare(imageShape(config), store, encoder); });
    const Shape made =
        within(decoder, [&] { return makeDecoder(config).declare({config.latent}, store, decoder); });
    declareLogSigma(config, store);
    if (elementCount(made) != config.image.pixels()) {
        throw Error(ErrorKind::Usage, "The " + std::string(decoder) + " makes images of " + toString(made) +
                                          " values, but the data's are " + toString(imageShape(config)) +
                                          ". Bring the images to that side, or choose another model.");
    }
}

// "-400-784": what the layers with weights put out.
std::string outputsOf(Sequential network, const Shape& input) {
    ParameterStore store;
    network.declare(input, store, "");
    std::string text;
    for (const std::string& size : network.describeOutputs()) {
        text += "-" + size;
    }
    return text;
}

} // namespace

const char* encoderName(ModelKind kind) {
    return kind == ModelKind::Vae ? "encoder" : "discriminator";
}

const char* decoderName(ModelKind kind) {
    return kind == ModelKind::Vae ? "decoder" : "generator";
}

NetworkConfig ModelConfig::mirrored(const std::vector<std::int64_t>& widths) {
    NetworkConfig network = denseStack({widths.rbegin(), widths.rend()});
    network.push_back({"dense", {{"units", kLikeImage}}});
    return network;
}

std::string describe(const ModelConfig& config) {
    const std::string latent = std::to_string(config.latent);
    const std::string image = std::to_string(config.image.pixels());
    const auto outputs = [&](const NetworkConfig& network, const Shape& input) {
        return network.empty() ? "" : outputsOf(Sequential(makeLayers(network, config.image)), input);
    };
    const std::string decoder = latent + outputs(config.decoder, {config.latent});
    const std::string encoder = image + outputs(config.encoder, imageShape(config));
    const std::string text =
        config.kind == ModelKind::Gan ? decoder + " | " + encoder + "-1" : encoder + "-" + decoder;
    return config.classes > 0 ? text + ", " + std::to_string(config.classes) + " classes" : text;
}

void validate(const ModelConfig& config) {
    parameterCount(config);
}

std::int64_t parameterCount(const ModelConfig& config, bool withStatistics) {
    if (config.image.channels != 1 && config.image.channels != 3) {
        throw Error(ErrorKind::Usage, "The images have " + std::to_string(config.image.channels) +
                                          " channels; a model takes 1 (grey) or 3 (colour).");
    }
    requireInRange("The images' height", config.image.height);
    requireInRange("The images' width", config.image.width);
    requireInRange("The size of the latent", config.latent);
    requireInRange(kDifferentiableAugmentSettings, config.differentiableAugment, kDifferentiableAugmentation);
    if (config.classes < 0 || config.classes == 1 || config.classes > kMostClasses) {
        throw Error(ErrorKind::Usage, "The number of classes is " + std::to_string(config.classes) +
                                          "; a model is conditional on between 2 and " +
                                          std::to_string(kMostClasses) + ", or on none (0).");
    }
    ParameterStore store;
    declare(config, store);
    if (withStatistics && config.kind == ModelKind::Gan && config.weightAverage > 0) {
        makeDecoder(config).declare({config.latent}, store, kAverageName);
    }
    std::int64_t count = 0;
    for (const Parameter& p : store.parameters()) {
        count += withStatistics || p.trained == Trained::Yes ? static_cast<std::int64_t>(p.count) : 0;
    }
    return count;
}

std::optional<std::vector<std::int64_t>> denseWidths(const ModelConfig& config) {
    std::vector<std::int64_t> widths;
    for (const LayerConfig& layer : config.encoder) {
        if (const auto units = layer.settings.find("units"); units != layer.settings.end()) {
            widths.push_back(static_cast<std::int64_t>(units->second));
        }
    }
    const bool isStack =
        config.encoder == denseStack(widths) && config.decoder == ModelConfig::mirrored(widths);
    return isStack ? std::optional(widths) : std::nullopt;
}

void setDenseWidths(ModelConfig& config, const std::vector<std::int64_t>& widths) {
    config.encoder = denseStack(widths);
    config.decoder = ModelConfig::mirrored(widths);
}

} // namespace latentscape
