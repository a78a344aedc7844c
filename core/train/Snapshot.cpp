#include "core/train/Snapshot.h"

#include "core/data/BatchLoader.h"
#include "core/tensor/Error.h"
#include "core/train/Condition.h"
#include "core/train/EarlyStopping.h"
#include "core/train/LossHistory.h"
#include "core/train/TrainConfig.h"

#include <algorithm>
#include <numeric>

namespace latentscape {

namespace {

std::shared_ptr<const std::vector<Image>> drawSamples(Model& model, std::uint64_t seed,
                                                      const PictureCounts& counts) {
    const Tensor decoded = model.decode(sampleLatents(model.config(), seed, counts),
                                        classesInTurn(model.config(), counts.samples));
    auto images = std::make_shared<std::vector<Image>>();
    for (std::int64_t i = 0; i < decoded.dim(0); ++i) {
        images->push_back(toImage(decoded.row(i), model.config().image));
    }
    return images;
}

std::shared_ptr<const std::vector<Image>> drawReconstructions(Model& model, const Dataset& data, int count) {
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(std::min<std::int64_t>(count, data.count())));
    std::iota(indices.begin(), indices.end(), 0U);
    const auto labels = labelsFor(model.config(), data, indices);
    const Tensor decoded = model.decode(model.encode(gather(data, indices), labels).mean, labels);
    auto images = std::make_shared<std::vector<Image>>();
    for (const std::uint32_t index : indices) {
        images->push_back(data.image(index));
        images->push_back(toImage(decoded.row(index), model.config().image));
    }
    return images;
}

} // namespace

PictureCounts keptPictures(const ImageShape& image, std::uint64_t series) {
    constexpr std::int64_t kBytes = 256 << 10;
    const auto most = [&](int usual) {
        return static_cast<int>(std::clamp<std::int64_t>(kBytes / image.pixels(), 4, usual));
    };
    const PictureCounts usual;
    return {most(usual.samples), most(usual.reconstructions), series};
}

Tensor sampleLatents(const ModelConfig& model, std::uint64_t seed, const PictureCounts& counts) {
    Tensor latents({counts.samples, model.latent});
    Random(seed, kSampleStream + (counts.series << 8)).fillNormal(latents.values());
    return latents;
}

ProgressPictures drawProgress(Model& model, const Dataset* data, std::uint64_t seed,
                              const PictureCounts& counts) {
    ProgressPictures pictures;
    pictures.samples = drawSamples(model, seed, counts);
    if (data && counts.reconstructions > 0 && model.config().kind == ModelKind::Vae &&
        data->shape() == model.config().image) {
        pictures.reconstructions = drawReconstructions(model, *data, counts.reconstructions);
    }
    return pictures;
}

Snapshot snapshotOf(std::shared_ptr<const Checkpoint> checkpoint, const PictureCounts& counts,
                    const Dataset* data) {
    const TrainConfig config = trainConfigFromJson(checkpoint->settings);
    if (config.model != checkpoint->model) {
        throw Error(ErrorKind::Input, "the settings' model is not the one that is stored");
    }
    const LossHistory history = LossHistory::fromJson(checkpoint->history);
    const auto images = static_cast<std::int64_t>(checkpoint->order.size());
    Snapshot snapshot;
    snapshot.step = checkpoint->step;
    const std::int64_t place = stepsBefore(config, checkpoint->epoch, checkpoint->cursor, images);
    snapshot.totalSteps = snapshot.step + config.epochs * stepsPerEpoch(config, images) - place;
    snapshot.totalEpochs = config.epochs;
    snapshot.epoch = static_cast<double>(checkpoint->epoch) +
                     (images > 0 ? static_cast<double>(checkpoint->cursor) / static_cast<double>(images) : 0);
    snapshot.message = checkpoint->cursor == 0 ? reasonToStop(config, history, checkpoint->weightsStep) : "";
    const bool finished = checkpoint->epoch >= config.epochs || !snapshot.message.empty();
    snapshot.state = finished ? TrainState::Finished : TrainState::Stopped;
    const StepControls controls = controlsAt(config, place, images);
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
    std::shared_ptr<const Dataset> heldOut; // the first held-out ones, as the run saw them
    if (data) {
        heldOut = std::make_shared<const Dataset>(data->first(std::max(1, counts.reconstructions)));
        heldOut = config.binarise == Binarise::None ? heldOut : heldOutBinarised(*heldOut);
    }
    const ProgressPictures pictures = drawProgress(*model, heldOut.get(), config.seed, counts);
    snapshot.samples = pictures.samples;
    snapshot.series = counts.series;
    snapshot.reconstructions = pictures.reconstructions;
    snapshot.checkpoint = std::move(checkpoint);
    return snapshot;
}

Snapshot branchOf(const Snapshot& moment) {
    Snapshot branch = moment;
    const ControlChange mark{moment.epoch, "went on from step " + std::to_string(moment.step)};
    branch.changes.push_back(mark);
    LossHistory history = LossHistory::fromJson(moment.checkpoint->history);
    history.add(mark);
    auto checkpoint = std::make_shared<Checkpoint>(*moment.checkpoint);
    checkpoint->history = history.toJson();
    checkpoint->run.clear();
    branch.checkpoint = checkpoint;
    return branch;
}

} // namespace latentscape
