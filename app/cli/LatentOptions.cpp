#include "app/cli/LatentOptions.h"

#include "core/tensor/Error.h"

#include <CLI/CLI.hpp>

namespace latentscape {

bool LatentOptions::isPicture() const {
    return from != "prior" && from != "fitted";
}

void addLatentOptions(CLI::App& command, LatentOptions& options, bool orPicture) {
    const std::string picture = orPicture ? "; or FILE.png: its own, the picture once more" : "";
    CLI::Option* from = command.add_option(
        "--from", options.from,
        "Latents from the prior, or from a mixture of Gaussians fitted to the encodings of the "
        "training images" +
            picture);
    if (!orPicture) {
        from->check(CLI::IsMember({"prior", "fitted"}));
    }
    command
        .add_option("--components", options.components,
                    "Gaussians of that mixture (default " + std::to_string(MixtureOptions().components) + ")")
        ->check(CLI::Range(1, 1000));
}

void validate(const LatentOptions& options, const TrainedModel& trained, bool dataGiven) {
    const bool fitted = options.from == "fitted";
    if (options.components && !fitted) {
        throw Error(ErrorKind::Usage, "--components is for --from fitted");
    }
    if (fitted && !dataGiven) {
        throw Error(ErrorKind::Usage, "--from fitted needs --data: the images the model was trained on");
    }
    if (fitted && trained.checkpoint.model.kind == ModelKind::Gan) {
        throw Error(ErrorKind::Usage, "--from fitted is for VAEs: a GAN encodes no images to fit to");
    }
}

LatentChoice choiceOf(const LatentOptions& options) {
    LatentChoice choice;
    choice.source = options.from == "fitted" ? LatentSource::Fitted : LatentSource::Prior;
    choice.mixture.components = options.components.value_or(choice.mixture.components);
    return choice;
}

} // namespace latentscape
