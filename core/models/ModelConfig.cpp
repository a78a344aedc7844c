#include "core/models/ModelConfig.h"

#include "core/tensor/Error.h"

namespace latentscape {

namespace {

constexpr std::int64_t kWidest = 65536;
constexpr std::size_t kDeepest = 32;
constexpr std::int64_t kMostParameters = std::int64_t{1} << 28;

void requireInRange(const char* setting, std::int64_t value) {
    if (value < 1 || value > kWidest) {
        throw Error(ErrorKind::Usage, std::string(setting) + " is " + std::to_string(value) +
                                          "; it must be between 1 and " + std::to_string(kWidest) + ".");
    }
}

} // namespace

std::string describe(const ModelConfig& config) {
    std::string text = std::to_string(config.image.pixels());
    for (const std::int64_t width : config.hidden) {
        text += "-" + std::to_string(width);
    }
    text += "-" + std::to_string(config.latent);
    for (auto it = config.hidden.rbegin(); it != config.hidden.rend(); ++it) {
        text += "-" + std::to_string(*it);
    }
    return text + "-" + std::to_string(config.image.pixels());
}

void validate(const ModelConfig& config) {
    if (config.image.channels != 1 && config.image.channels != 3) {
        throw Error(ErrorKind::Usage, "The images have " + std::to_string(config.image.channels) +
                                          " channels; a model takes 1 (grey) or 3 (colour).");
    }
    requireInRange("The images' height", config.image.height);
    requireInRange("The images' width", config.image.width);
    requireInRange("The size of the latent", config.latent);
    if (config.hidden.size() > kDeepest) {
        throw Error(ErrorKind::Usage, std::to_string(config.hidden.size()) +
                                          " hidden layers are given; at most " + std::to_string(kDeepest) +
                                          " are possible.");
    }
    for (const std::int64_t width : config.hidden) {
        requireInRange("A hidden layer's width", width);
    }
    if (parameterCount(config) > kMostParameters) {
        throw Error(ErrorKind::Usage, "The model would have " + std::to_string(parameterCount(config)) +
                                          " parameters; at most " + std::to_string(kMostParameters) +
                                          " are possible. Make its layers narrower.");
    }
}

std::int64_t parameterCount(const ModelConfig& config) {
    std::int64_t count = 0;
    std::int64_t inputs = config.image.pixels();
    const auto dense = [&](std::int64_t units) {
        count += (inputs + 1) * units;
        inputs = units;
    };
    for (const std::int64_t width : config.hidden) {
        dense(width);
    }
    dense(2 * config.latent);
    inputs = config.latent;
    for (auto it = config.hidden.rbegin(); it != config.hidden.rend(); ++it) {
        dense(*it);
    }
    dense(config.image.pixels());
    return count;
}

} // namespace latentscape
