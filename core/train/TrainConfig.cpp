#include "core/train/TrainConfig.h"

#include "core/models/ModelConfigJson.h"
#include "core/tensor/Error.h"
#include "core/tensor/Json.h"
#include "core/tensor/Threads.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr std::int64_t kMostSamples = 1000;
constexpr std::int64_t kMost = 1'000'000'000;

// "50", not "50.0".
std::string numberText(double value) {
    return std::abs(value) < 1e15 && value == std::floor(value)
               ? std::to_string(static_cast<std::int64_t>(value))
               : nlohmann::json(value).dump();
}

void requireInRange(const char* setting, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
        throw Error(ErrorKind::Usage, std::string(setting) + " is " + numberText(value) +
                                          "; it must be between " + numberText(low) + " and " +
                                          numberText(high) + ".");
    }
}

// A name that a file has wrong is a bad input there, not a wrong usage.
template <typename FromName> auto namedField(const nlohmann::json& json, const char* key, FromName fromName) {
    try {
        return fromName(stringField(json, key));
    } catch (const Error& error) {
        throw Error(ErrorKind::Input, error.what());
    }
}

void validate(const OptimizerConfig& config) {
    constexpr float belowOne = 0.99999994f; // the largest float under 1
    requireInRange("Momentum", config.momentum, 0, belowOne);
    requireInRange("Beta 1", config.beta1, 0, belowOne);
    requireInRange("Beta 2", config.beta2, 0, belowOne);
    requireInRange("Weight decay", config.weightDecay, 0, 1e6);
    requireInRange("The clipping norm", config.clipNorm, 0, 1e9);
}

nlohmann::ordered_json toJson(const ScheduleConfig& config) {
    return {{"kind", nameOf(kScheduleNames, config.kind)},
            {"warmup_epochs", shortestDouble(config.warmupEpochs)},
            {"step_epochs", config.stepEpochs},
            {"step_factor", shortestDouble(config.stepFactor)},
            {"kl_warmup_epochs", shortestDouble(config.klWarmupEpochs)}};
}

ScheduleConfig scheduleFromJson(const nlohmann::json& json) {
    requireKnownKeys(json, {"kind", "warmup_epochs", "step_epochs", "step_factor", "kl_warmup_epochs"});
    ScheduleConfig config;
    config.kind = enumField(json, "kind", kScheduleNames);
    config.warmupEpochs = floatField(json, "warmup_epochs", 0, 1e9f);
    config.stepEpochs = integerField(json, "step_epochs", 1, kMost);
    config.stepFactor = floatField(json, "step_factor", 0, 1e3f);
    config.klWarmupEpochs = floatField(json, "kl_warmup_epochs", 0, 1e9f);
    return config;
}

void validate(const ScheduleConfig& config) {
    requireInRange("The warm-up", config.warmupEpochs, 0, 1e9);
    requireInRange("The length of a schedule's step", static_cast<double>(config.stepEpochs), 1, 1e9);
    requireInRange("The factor of a schedule's step", config.stepFactor, 0, 1e3);
    requireInRange("The KL warm-up", config.klWarmupEpochs, 0, 1e9);
}

} // namespace

void validate(const TrainConfig& config) {
    requireInRange("The number of epochs", static_cast<double>(config.epochs), 1, 1e9);
    requireInRange("The batch", static_cast<double>(config.batch), 1, 65536);
    requireInRange("The learning rate", config.learningRate, 0, 1e9);
    requireInRange("Beta", config.beta, 0, 1e6);
    requireInRange("The limit", static_cast<double>(config.limit), 0, 1e9);
    requireInRange("The side", config.side, 0, kLargestSide);
    validate(config.augment);
    requireInRange("The number of threads", config.threads, 0, kMaxComputeThreads);
    requireInRange("The size of the latent", static_cast<double>(config.model.latent), 1, 65536);
    requireInRange("The label smoothing", config.model.labelSmoothing, 0, kMostLabelSmoothing);
    requireInRange("The average of the generator's weights", config.model.weightAverage, 0, kSlowestAverage);
    requireInRange("The discriminator's steps", static_cast<double>(config.model.discriminatorSteps), 1,
                   static_cast<double>(kMostDiscriminatorSteps));
    requireInRange("The patience", static_cast<double>(config.patience), 0, 1e9);
    requireInRange("The least improvement", config.minDelta, 0, 1e9);
    if (config.patience > 0 && config.model.kind == ModelKind::Gan) {
        throw Error(ErrorKind::Usage,
                    "A GAN has no held-out loss that falls as it learns: leave the patience at 0.");
    }
    requireInRange("The number of samples", static_cast<double>(config.samples), 1, kMostSamples);
    requireInRange("The free bits", config.freeBits, 0, 1e6);
    if (config.samples > 1 && config.freeBits > 0) {
        throw Error(ErrorKind::Usage, "Free bits need the KL that several samples an image do without: leave "
                                      "the free bits at 0, or the samples at 1.");
    }
    validate(config.optimizer);
    validate(config.schedule);
}

std::int64_t stepsPerEpoch(const TrainConfig& config, std::int64_t images) {
    return std::max<std::int64_t>(1, (images + config.batch - 1) / config.batch);
}

std::int64_t stepsBefore(const TrainConfig& config, std::int64_t epoch, std::int64_t cursor,
                         std::int64_t images) {
    return epoch * stepsPerEpoch(config, images) + cursor / config.batch;
}

StepControls controlsAt(const TrainConfig& config, std::int64_t step, std::int64_t images) {
    const std::int64_t anEpoch = stepsPerEpoch(config, images);
    const RunPosition position{step, anEpoch, config.epochs * anEpoch};
    return {scheduledRate(config.schedule, position, config.learningRate),
            scheduledBeta(config.schedule, position, config.beta), config.samples, config.freeBits};
}

LoadOptions loadOptions(const TrainConfig& config) {
    return {config.limit, config.seed, {config.side, config.fit, config.colour}, {}};
}

std::string toJson(const TrainConfig& config) {
    const nlohmann::ordered_json json{
        {"preset", config.preset},
        {"model", nlohmann::ordered_json::parse(toJson(config.model))},
        {"optimizer", nlohmann::ordered_json::parse(toJson(config.optimizer))},
        {"data", config.data},
        {"limit", config.limit},
        {"side", config.side},
        {"fit", nameOf(config.fit)},
        {"colour", nameOf(config.colour)},
        {"augment", strengthsToJson(kAugmentSettings, config.augment)},
        {"binarise", nameOf(kBinariseNames, config.binarise)},
        {"conditional", config.conditional},
        {"epochs", config.epochs},
        {"batch", config.batch},
        {"learning_rate", shortestDouble(config.learningRate)},
        {"beta", shortestDouble(config.beta)},
        {"samples", config.samples},
        {"free_bits", shortestDouble(config.freeBits)},
        {"schedule", toJson(config.schedule)},
        {"patience", config.patience},
        {"min_delta", shortestDouble(config.minDelta)},
        {"seed", config.seed},
        {"threads", config.threads},
    };
    // A path need not be UTF-8; what is not becomes U+FFFD rather than an exception.
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

TrainConfig trainConfigFromJson(const std::string& text) {
    const nlohmann::json json = parseJson(text);
    requireKnownKeys(json, {"preset",        "model",  "optimizer", "data",       "limit",    "side",
                            "fit",           "colour", "augment",   "binarise",   "epochs",   "batch",
                            "learning_rate", "beta",   "samples",   "free_bits",  "schedule", "patience",
                            "min_delta",     "seed",   "threads",   "conditional"});
    TrainConfig config;
    config.preset = stringField(json, "preset");
    config.model = modelConfigFromJson(field(json, "model").dump());
    config.optimizer = optimizerConfigFromJson(field(json, "optimizer").dump());
    config.data = stringField(json, "data");
    config.limit = integerField(json, "limit", 0, kMost);
    config.side = static_cast<int>(integerField(json, "side", 0, kLargestSide));
    config.fit = namedField(json, "fit", fitFromName);
    config.colour = namedField(json, "colour", colourFromName);
    config.augment = strengthsField<AugmentConfig>(json, "augment", kAugmentSettings);
    // Runs that were saved before these could be set have none.
    if (json.contains("samples")) {
        config.samples = integerField(json, "samples", 1, kMostSamples);
        config.freeBits = floatField(json, "free_bits", 0, 1e6f);
    }
    if (json.contains("binarise")) {
        config.binarise = enumField(json, "binarise", kBinariseNames);
    }
    if (json.contains("conditional")) {
        config.conditional = boolField(json, "conditional");
    }
    config.epochs = integerField(json, "epochs", 1, kMost);
    config.batch = integerField(json, "batch", 1, 65536);
    config.learningRate = floatField(json, "learning_rate", 0, 1e9f);
    config.beta = floatField(json, "beta", 0, 1e6f);
    // Runs that were saved before these could be set have none.
    if (json.contains("schedule")) {
        config.schedule = scheduleFromJson(json["schedule"]);
    }
    if (json.contains("patience")) {
        config.patience = integerField(json, "patience", 0, kMost);
        config.minDelta = floatField(json, "min_delta", 0, 1e9f);
    }
    config.seed = unsignedField(json, "seed");
    config.threads = static_cast<int>(integerField(json, "threads", 0, kMaxComputeThreads));
    return config;
}

} // namespace latentscape
