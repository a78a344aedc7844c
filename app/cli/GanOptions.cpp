#include "app/cli/GanOptions.h"

#include "app/cli/Given.h"
#include "core/nn/SpectralNetwork.h"
#include "core/tensor/Json.h"

#include <CLI/CLI.hpp>

namespace latentscape {

namespace {

// f(option, given, setting) for each option but those that are names.
template <typename Config, typename F>
void forEachOption(const GanOptions& given, Config& config, const F& f) {
    f("--label-smoothing", given.labelSmoothing, config.labelSmoothing);
    f("--weight-average", given.weightAverage, config.weightAverage);
    f("--discriminator-steps", given.discriminatorSteps, config.discriminatorSteps);
}

std::optional<DifferentiableAugmentConfig> augmentOf(const GanOptions& given) {
    if (!given.differentiableAugmentation) {
        return std::nullopt;
    }
    return strengthsFromText<DifferentiableAugmentConfig>(
        kDifferentiableAugmentSettings, *given.differentiableAugmentation, kDifferentiableAugmentation);
}

void requireGan(const char* option, bool given, ModelKind kind) {
    if (given && kind != ModelKind::Gan) {
        throw Error(ErrorKind::Usage,
                    std::string(option) + " is for a GAN: choose such a preset, or leave it out");
    }
}

} // namespace

void addGanOptions(CLI::App& command, GanOptions& options) {
    command
        .add_option(
            "--gan-loss", options.loss,
            "Of a GAN: non_saturating, least_squares, hinge or relativistic (each real image against a "
            "made one)")
        ->check(CLI::IsMember(namesOf(kGanLossNames)));
    command
        .add_option("--label-smoothing", options.labelSmoothing,
                    "Of a GAN: how much less than 1 its discriminator is to say of real images")
        ->check(CLI::Range(0.0, double{kMostLabelSmoothing}));
    command
        .add_option("--weight-average", options.weightAverage,
                    "Of a GAN: show images of a moving average of the generator's weights that forgets this "
                    "slowly, 0.999 say; 0: of the weights themselves")
        ->check(CLI::Range(0.0, double{kSlowestAverage}));
    command
        .add_option("--discriminator-steps", options.discriminatorSteps,
                    "Of a GAN: steps of the discriminator for one of the generator")
        ->check(CLI::Range(std::int64_t{1}, kMostDiscriminatorSteps));
    command.add_option("--differentiable-augmentation", options.differentiableAugmentation,
                       "Of a GAN: show its discriminator all images changed at random, as "
                       "colour,translation,cutout; with numbers, as cutout=0.3, or none");
    command.add_flag("--spectral-norm", options.spectralNorm,
                     "Of a GAN: normalise the weights of its discriminator's layers spectrally, in place of "
                     "batch normalisation");
}

void take(const GanOptions& given, ModelConfig& config) {
    requireGan("--gan-loss", given.loss.has_value(), config.kind);
    requireGan("--differentiable-augmentation", given.differentiableAugmentation.has_value(), config.kind);
    requireGan("--spectral-norm", given.spectralNorm, config.kind);
    if (given.spectralNorm) {
        setSpectralNorm(config.encoder, true);
    }
    config.ganLoss = valueOf(kGanLossNames, given.loss, config.ganLoss);
    take(augmentOf(given), config.differentiableAugment);
    forEachOption(given, config, [&](const char* option, const auto& value, auto& setting) {
        requireGan(option, value.has_value(), config.kind);
        take(value, setting);
    });
}

void requireSame(const GanOptions& given, const ModelConfig& config) {
    requireSame("--gan-loss", given.loss, std::string(nameOf(kGanLossNames, config.ganLoss)));
    requireSame("--differentiable-augmentation", augmentOf(given), config.differentiableAugment);
    forEachOption(given, config, [](const char* option, const auto& value, const auto& setting) {
        requireSame(option, value, setting);
    });
    if (given.spectralNorm) {
        requireSame("--spectral-norm", std::optional(true), isSpectrallyNormalised(config.encoder));
    }
}

} // namespace latentscape
