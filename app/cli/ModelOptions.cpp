#include "app/cli/ModelOptions.h"

#include "app/cli/Given.h"
#include "core/tensor/Json.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace latentscape {

void addModelOptions(CLI::App& command, ModelOptions& options) {
    command.add_option("--latent", options.latent, "Size of the latent");
    command.add_option("--beta", options.beta, "Weight of the KL term");
    command.add_option("--samples", options.samples,
                       "Of a VAE's latent an image; more than 1: the importance-weighted bound (IWAE)");
    command.add_option("--free-bits", options.freeBits, "Nats of each latent's KL that cost nothing");
    command
        .add_option("--likelihood", options.likelihood,
                    "Of a VAE's pixels: bernoulli, gaussian of unit variance, or gaussian_learned: its "
                    "variance is learned, too")
        ->check(CLI::IsMember(namesOf(kLikelihoodNames)));
    addGanOptions(command, options.gan);
    command
        .add_option("--precision", options.precision,
                    "Of products: f32, or bf16 where the processor is faster with it")
        ->check(CLI::IsMember(namesOf(kPrecisionNames)));
    command.add_flag(
        "--conditional", options.conditional,
        "Tell the model the label of each image; it then makes images of a class that is chosen");
}

namespace {

template <typename T>
void requireVae(const char* option, const std::optional<T>& given, const TrainConfig& config) {
    if (given && config.model.kind != ModelKind::Vae) {
        throw Error(ErrorKind::Usage,
                    std::string(option) + " is for a VAE, and " + config.preset + " is a GAN; leave it out");
    }
}

} // namespace

void take(const ModelOptions& given, TrainConfig& config) {
    requireVae("--beta", given.beta, config);
    requireVae("--samples", given.samples, config);
    requireVae("--free-bits", given.freeBits, config);
    requireVae("--likelihood", given.likelihood, config);
    take(given.latent, config.model.latent);
    take(given.beta, config.beta);
    take(given.samples, config.samples);
    take(given.freeBits, config.freeBits);
    config.model.likelihood = valueOf(kLikelihoodNames, given.likelihood, config.model.likelihood);
    take(given.gan, config.model);
    config.model.precision = valueOf(kPrecisionNames, given.precision, config.model.precision);
    config.conditional = config.conditional || given.conditional;
}

void requireSame(const ModelOptions& given, const TrainConfig& config) {
    requireSame("--latent", given.latent, config.model.latent);
    requireSame("--beta", given.beta, config.beta);
    requireSame("--samples", given.samples, config.samples);
    requireSame("--free-bits", given.freeBits, config.freeBits);
    requireSame("--likelihood", given.likelihood,
                std::string(nameOf(kLikelihoodNames, config.model.likelihood)));
    requireSame(given.gan, config.model);
    requireSame("--precision", given.precision, std::string(nameOf(kPrecisionNames, config.model.precision)));
    if (given.conditional) {
        requireSame("--conditional", std::optional(true), config.conditional);
    }
}

void tellPrecision(Precision wished) {
    if (wished == Precision::Bf16 && !hasFastBf16()) {
        std::fprintf(stderr, "bf16: this processor is no faster with it, so that it computes in f32\n");
    }
}

} // namespace latentscape
