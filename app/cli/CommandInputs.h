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

// The held-out images, split off and binarised as in the run that trained the model, or binarised as said.
// Throws Error (Input) when their shape
// is not the model's.
std::shared_ptr<const Dataset> openHeldOut(const std::string& source, const TrainedModel& trained,
                                           std::optional<Binarise> binarise = {});

} // namespace latentscape
