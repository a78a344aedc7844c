// A trained model for work beside the window: shared values only, so that the run it comes from goes on.
#pragma once

#include "core/data/DataSource.h"
#include "core/train/Snapshot.h"
#include "core/train/TrainConfig.h"

#include <memory>

namespace latentscape {

// Throws Error (Usage) when they are another model's.
void restoreWeights(const Weights& weights, Model& model);

struct ModelCopy {
    TrainConfig config;
    std::shared_ptr<const Weights> weights; // null: there are none yet
    LoadedData data;                        // to try it on

    // There are weights, and images that the model can take.
    bool isComplete() const { return weights && data.train && data.train->shape() == config.model.image; }
    // On the thread that will use it.
    std::unique_ptr<Model> build() const;
};

// So many of the images, chosen at random as folders come class by class, but always the same ones; all of
// them if there are no more.
std::shared_ptr<const Dataset> someOf(const std::shared_ptr<const Dataset>& data, std::int64_t most);

} // namespace latentscape
