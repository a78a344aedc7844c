// What conditional models are told: the classes of images and of samples, which are nothing for any other
// model.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/ModelConfig.h"
#include "core/train/TrainConfig.h"

#include <span>
#include <vector>

namespace latentscape {

// Makes a run's model fit its data: the shape of the images and, if the run is conditional, their classes and
// the names of these. Throws Error (Usage) when such a run's images have no labels or all the same.
void fitModel(TrainConfig& config, const LoadedData& data);
// The classes and their names alone: none when there are no labels or all are the same.
void fitClasses(TrainConfig& config, const LoadedData& data);

// The classes of these images. Throws Error (Usage) when they have no labels or others than the model knows.
std::vector<std::uint16_t> labelsFor(const ModelConfig& model, const Dataset& data,
                                     std::span<const std::uint32_t> indices);

// Of `count` samples: each class in turn.
std::vector<std::uint16_t> classesInTurn(const ModelConfig& model, std::int64_t count);

// The same, but each class as often as in the data.
std::vector<std::uint16_t> classesAsIn(const ModelConfig& model, const Dataset& data, std::int64_t count);

} // namespace latentscape
