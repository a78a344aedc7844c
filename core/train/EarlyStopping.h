// Ends a run whose loss on held-out images no longer falls, to keep the weights of its best epoch. Worked out
// from the history, which is in every checkpoint: a run that is resumed ends where it would have ended.
#pragma once

#include "core/train/LossHistory.h"
#include "core/train/TrainConfig.h"

#include <string>

namespace latentscape {

// The history's epoch whose loss on held-out images is least; null when there is none. Epochs at whose end
// another KL weight was in force than the one set now, in a warm-up or before a live change, are none to
// compare with: the last of them is the best until another has ended.
const EpochResult* bestEpoch(const TrainConfig& config, const LossHistory& history);

// The epoch whose weights a run that has ended leaves: with patience the best one, else the last; the default
// when there is none.
EpochResult finalEpoch(const TrainConfig& config, const LossHistory& history);

// Why the run should end after the history's last epoch; empty when it should not.
std::string reasonToStop(const TrainConfig& config, const LossHistory& history);

} // namespace latentscape
