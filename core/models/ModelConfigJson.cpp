#include "core/models/ModelConfigJson.h"

#include "core/tensor/Error.h"
#include "core/tensor/Json.h"

#include <array>
#include <cmath>
#include <utility>

namespace latentscape {

using nlohmann::json;

namespace {

constexpr std::array kKinds{std::pair{ModelKind::Vae, "vae"}, std::pair{ModelKind::Gan, "gan"}};

NetworkConfig networkField(const json& object, const char* key) {
    try {
        return networkFromJson(field(object, key).dump());
    } catch (const Error& e) {
        throw Error(ErrorKind::Input, "\"" + std::string(key) + "\": " + e.what());
    }
}

// Of a conditional model; one that is not has no such keys.
void readClasses(const json& object, ModelConfig& config) {
    if (!object.contains("classes")) {
        return;
    }
    config.classes = integerField(object, "classes", 0, kMostClasses);
    const json& names = field(object, "class_names");
    const bool isList =
        names.is_array() && std::ranges::all_of(names, [](const json& name) { return name.is_string(); });
    if (!isList || (!names.empty() && std::cmp_not_equal(names.size(), config.classes))) {
        throw Error(ErrorKind::Input, "\"class_names\" is " + names.dump() +
                                          ", expected a name for each of the " +
                                          std::to_string(config.classes) + " classes, or none");
    }
    config.classNames = names.get<std::vector<std::string>>();
}

} // namespace

std::string toJson(const ModelConfig& config) {
    const json image{
        {"channels", config.image.channels}, {"height", config.image.height}, {"width", config.image.width}};
    json object{{"kind", nameOf(kKinds, config.kind)},
                {"image", image},
                {encoderName(config.kind), json::parse(toJson(config.encoder))},
                {decoderName(config.kind), json::parse(toJson(config.decoder))},
                {"latent", config.latent},
                {"precision", nameOf(kPrecisionNames, config.precision)}};
    if (config.classes > 0) {
        object["classes"] = config.classes;
        object["class_names"] = config.classNames;
    }
    if (config.kind == ModelKind::Vae) {
        object["likelihood"] = nameOf(kLikelihoodNames, config.likelihood);
    } else {
        object["loss"] = nameOf(kGanLossNames, config.ganLoss);
        object["label_smoothing"] = shortestDouble(config.labelSmoothing);
        object["weight_average"] = shortestDouble(config.weightAverage);
        object["discriminator_steps"] = config.discriminatorSteps;
        object["differentiable_augmentation"] =
            strengthsToJson(kDifferentiableAugmentSettings, config.differentiableAugment);
    }
    return object.dump();
}

ModelConfig modelConfigFromJson(const std::string& text) {
    const json object = parseJson(text);
    const json& image = field(object, "image");
    ModelConfig config;
    config.kind = enumField(object, "kind", kKinds);
    config.image.channels = static_cast<int>(integerField(image, "channels", 1, 3));
    config.image.height = static_cast<int>(integerField(image, "height", 1, 65536));
    config.image.width = static_cast<int>(integerField(image, "width", 1, 65536));
    config.encoder = networkField(object, encoderName(config.kind));
    config.decoder = networkField(object, decoderName(config.kind));
    config.latent = integerField(object, "latent", 1, 65536);
    config.precision = enumField(object, "precision", kPrecisionNames);
    requireKnownKeys(image, {"channels", "height", "width"});
    readClasses(object, config);
    if (config.kind == ModelKind::Vae) {
        config.likelihood = enumField(object, "likelihood", kLikelihoodNames);
        requireKnownKeys(object, {"kind", "image", "encoder", "decoder", "latent", "precision", "classes",
                                  "class_names", "likelihood"});
    } else {
        config.ganLoss = enumField(object, "loss", kGanLossNames);
        config.labelSmoothing = floatField(object, "label_smoothing", 0, kMostLabelSmoothing);
        if (object.contains("weight_average")) {
            config.weightAverage = floatField(object, "weight_average", 0, kSlowestAverage);
        }
        if (object.contains("discriminator_steps")) {
            config.discriminatorSteps =
                integerField(object, "discriminator_steps", 1, kMostDiscriminatorSteps);
        }
        if (object.contains("differentiable_augmentation")) {
            config.differentiableAugment = strengthsField<DifferentiableAugmentConfig>(
                object, "differentiable_augmentation", kDifferentiableAugmentSettings);
        }
        requireKnownKeys(object, {"kind", "image", "discriminator", "generator", "latent", "precision",
                                  "classes", "class_names", "loss", "label_smoothing", "weight_average",
                                  "discriminator_steps", "differentiable_augmentation"});
    }
    return config;
}

std::string toJson(const OptimizerConfig& config) {
    return json{{"kind", nameOf(kOptimizerNames, config.kind)},
                {"momentum", shortestDouble(config.momentum)},
                {"nesterov", config.nesterov},
                {"beta1", shortestDouble(config.beta1)},
                {"beta2", shortestDouble(config.beta2)},
                {"epsilon", shortestDouble(config.epsilon)},
                {"weight_decay", shortestDouble(config.weightDecay)},
                {"clip_norm", shortestDouble(config.clipNorm)}}
        .dump();
}

OptimizerConfig optimizerConfigFromJson(const std::string& text) {
    constexpr float belowOne = 0.99999994f; // the largest float under 1
    const json object = parseJson(text);
    OptimizerConfig config;
    config.kind = enumField(object, "kind", kOptimizerNames);
    config.momentum = floatField(object, "momentum", 0, belowOne);
    // Runs that were saved before these could be set have none.
    config.nesterov = object.contains("nesterov") && boolField(object, "nesterov");
    config.clipNorm = object.contains("clip_norm") ? floatField(object, "clip_norm", 0, 1e9f) : 0;
    config.beta1 = floatField(object, "beta1", 0, belowOne);
    config.beta2 = floatField(object, "beta2", 0, belowOne);
    config.epsilon = floatField(object, "epsilon", 1e-30f, 1);
    config.weightDecay = floatField(object, "weight_decay", 0, 1e6f);
    requireKnownKeys(
        object, {"kind", "momentum", "nesterov", "beta1", "beta2", "epsilon", "weight_decay", "clip_norm"});
    return config;
}

} // namespace latentscape
