#include "core/train/Snapshot.h"

#include "core/tensor/Error.h"
#include "core/train/Condition.h"
#include "core/train/EarlyStopping.h"
#include "core/train/LossHistory.h"
#include "core/train/TrainConfig.h"

namespace latentscape {

std::shared_ptr<const std::vector<Image>> drawSamples(Model& model, std::uint64_t seed, std::uint64_t series,
                                                      int count) {
    Tensor latents({count, model.config().latent});
    Random(seed, kSampleStream + (series << 8)).fillNormal(latents.values());
    const Tensor decoded = model.decode(latents, classesInTurn(model.config(), count));
    auto images = std::make_shared<std::vector<Image>>();
    for (std::int64_t i = 0; i < decoded.dim(0); ++i) {
        images->push_back(toImage(decoded.row(i), model.config().image));
    }
    return images;
}

Snapshot snapshotOf(std::shared_ptr<const Checkpoint> checkpoint, int samples) {
    const TrainConfig config = trainConfigFromJson(checkpoint->settings);
    if (config.model != checkpoint->model) {
        throw Error(ErrorKind::Input, "the settings' model is not the one that is stored");
    }
    const LossHistory history = LossHistory::fromJson(checkpoint->history);
    const auto images = static_cast<std::int64_t>(checkpoint->order.size());
    Snapshot snapshot;
    snapshot.step = checkpoint->step;
    snapshot.totalSteps = config.epochs * ((images + config.batch - 1) / config.batch);
    snapshot.epoch = static_cast<double>(checkpoint->epoch) +
                     (images > 0 ? static_cast<double>(checkpoint->cursor) / static_cast<double>(images) : 0);
    snapshot.message = checkpoint->cursor == 0 ? reasonToStop(config, history) : "";
    const bool finished = checkpoint->epoch >= config.epochs || !snapshot.message.empty();
    snapshot.state = finished ? TrainState::Finished : TrainState::Stopped;
    const StepControls controls = controlsAt(config, snapshot.step, images);
    snapshot.learningRate = controls.learningRate;
    snapshot.beta = controls.beta;
    snapshot.losses = history.losses();
    snapshot.epochs = history.epochs();
    snapshot.changes = history.changes();
    const auto model = makeModel(checkpoint->model, checkpoint->optimizer, config.seed);
    restoreModel(*checkpoint, *model);
    const auto values = model->parameters().values();
    snapshot.weights = std::make_shared<const Weights>(checkpoint->weightsStep,
                                                       std::vector<float>(values.begin(), values.end()));
    snapshot.samples = drawSamples(*model, config.seed, 0, samples);
    snapshot.checkpoint = std::move(checkpoint);
    return snapshot;
}

} // namespace latentscape
