// How long an epoch of a run would take on this machine, by taking some of its steps.
#pragma once

#include "core/data/Dataset.h"
#include "core/train/TrainConfig.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace latentscape {

// Blocks, for half a second or three steps, whichever is longer. Builds a model of its own on the calling
// thread, with config.threads compute threads, and takes the steps that a run with these settings would begin
// with, augmentation included; the first ones, in which plans are made, do not count. Images of another shape
// than config.model.image are brought to it. Seconds of an epoch's steps, without its evaluation; nothing
// when it was asked to stop. Throws Error (Usage) for impossible settings.
std::optional<double> measureEpoch(TrainConfig config, std::shared_ptr<const Dataset> data,
                                   std::stop_token stop = {});

} // namespace latentscape
