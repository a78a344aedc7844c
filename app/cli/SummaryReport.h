// What a run is made of and what it costs, before it is trained: as summary and train tell it.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/ModelSummary.h"
#include "core/train/TrainConfig.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <stop_token>

namespace latentscape {

struct RunSummary {
    ModelSummary model;
    std::optional<double> secondsAnEpoch; // none: a step takes more memory than there is
};

// config: after fitModel(). Blocks while it measures the time, for half a second or some steps; after a stop
// there is none.
RunSummary summarise(const TrainConfig& config, std::shared_ptr<const Dataset> data,
                     std::stop_token stop = {});

// A table on standard output.
void print(const TrainConfig& config, const Dataset& data, const RunSummary& summary);
nlohmann::ordered_json asJson(const TrainConfig& config, const RunSummary& summary);

} // namespace latentscape
