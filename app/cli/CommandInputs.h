// What several commands open before they work: a trained model and a data set that fits it.
#pragma once

#include "core/data/Binarisation.h"
#include "core/data/DataSource.h"
#include "core/io/Checkpoint.h"
#include "core/models/Model.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace latentscape {

struct TrainedModel {
    Checkpoint checkpoint;
    std::unique_ptr<Model> model;
};

TrainedModel openModel(const std::filesystem::path& checkpoint);

// All training and held-out images, split as in the run that trained the model. The held-out ones are
// binarised as there, or as said. json: as loadWithBar() takes it. Throws Error (Input) when their shape is
// not the model's.
LoadedData openData(const std::string& source, const TrainedModel& trained,
                    std::optional<Binarise> binarise = {}, bool json = false);
std::shared_ptr<const Dataset> openHeldOut(const std::string& source, const TrainedModel& trained);

} // namespace latentscape
