#include "core/train/Latents.h"

namespace latentscape {

Tensor drawLatents(const LatentChoice& choice, Model& model, const TrainConfig& config,
                   const std::shared_ptr<const Dataset>& train, std::int64_t count, std::uint64_t seed,
                   const WorkWatch& watch) {
    Random random(seed, kSampleStream);
    if (choice.source == LatentSource::Fitted) {
        return fitLatents(model, *asSeen(config, train), choice.mixture, watch).draw(count, random);
    }
    Tensor latents({count, model.config().latent});
    random.fillNormal(latents.values());
    return latents;
}

std::shared_ptr<const Dataset> asSeen(const TrainConfig& config, std::shared_ptr<const Dataset> data) {
    return config.binarise == Binarise::None ? data : heldOutBinarised(*data);
}

} // namespace latentscape
