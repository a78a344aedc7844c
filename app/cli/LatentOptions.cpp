#include "app/cli/LatentOptions.h"

#include "core/tensor/Error.h"
#include "core/train/GaussianMixture.h"
#include "core/train/TrainConfig.h"

#include <CLI/CLI.hpp>

namespace latentscape {

void addLatentOptions(CLI::App& command, LatentOptions& options) {
    command
        .add_option("--from", options.from,
                    "Latents from the prior, or from a mixture of Gaussians fitted to the encodings of the "
                    "training images")
        ->check(CLI::IsMember({"prior", "fitted"}));
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

Tensor drawLatents(const LatentOptions& options, const TrainedModel& trained,
                   std::shared_ptr<const Dataset> train, std::int64_t count, std::uint64_t seed) {
    Random random(seed, kSampleStream);
    if (options.from == "fitted") {
        MixtureOptions mixture;
        mixture.components = options.components.value_or(mixture.components);
        const TrainConfig run = trainConfigFromJson(trained.checkpoint.settings);
        const auto seen = run.binarise == Binarise::None ? train : heldOutBinarised(*train);
        return fitLatents(*trained.model, *seen, mixture).draw(count, random);
    }
    Tensor latents({count, trained.checkpoint.model.latent});
    random.fillNormal(latents.values());
    return latents;
}

} // namespace latentscape
