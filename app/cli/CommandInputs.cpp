#include "app/cli/CommandInputs.h"

#include "app/cli/DataInput.h"
#include "core/tensor/Error.h"
#include "core/train/TrainConfig.h"

namespace latentscape {

namespace {

std::string toString(const ImageShape& shape) {
    return std::to_string(shape.width) + "x" + std::to_string(shape.height) +
           (shape.channels == 1 ? " grey" : " RGB");
}

} // namespace

TrainedModel openModel(const std::filesystem::path& checkpoint) {
    TrainedModel trained{loadCheckpoint(checkpoint), nullptr};
    trained.model = makeModel(trained.checkpoint.model, trained.checkpoint.optimizer, 0);
    restoreModel(trained.checkpoint, *trained.model);
    return trained;
}

LoadedData openData(const std::string& source, const TrainedModel& trained, std::optional<Binarise> binarise,
                    bool json) {
    const TrainConfig run = trainConfigFromJson(trained.checkpoint.settings);
    LoadOptions options = loadOptions(run);
    options.limit = 0;
    LoadedData data = loadWithBar(source, options, json);
    listSkipped(data.skipped);
    if (data.heldOut->shape() != trained.checkpoint.model.image) {
        throw Error(ErrorKind::Input, source + ": its images are " + toString(data.heldOut->shape()) +
                                          ", the model was trained on " +
                                          toString(trained.checkpoint.model.image));
    }
    if (binarise.value_or(run.binarise) != Binarise::None) {
        data.heldOut = heldOutBinarised(*data.heldOut);
    }
    return data;
}

std::shared_ptr<const Dataset> openHeldOut(const std::string& source, const TrainedModel& trained) {
    return openData(source, trained).heldOut;
}

} // namespace latentscape
