// Ends a run whose loss on held-out images no longer falls, to keep the weights of its best epoch. Worked out
// from the history and the step of the weights, which are in every checkpoint: a run that is resumed ends
// where it would have ended.
#pragma once

#include "core/train/LossHistory.h"
#include "core/train/TrainConfig.h"

#include <string>

namespace latentscape {

// The history's epoch whose loss on held-out images is least, of those that ended at `fromStep` or later;
// null when there is none. Epochs at whose end another objective was in force than the one set now (the
// weight of the KL term in a warm-up or before a live change, the samples an image) are none to compare with:
// the last of them is the best until another has ended.
const EpochResult* bestEpoch(const TrainConfig& config, const LossHistory& history,
                             std::int64_t fromStep = 0);

// The epoch whose weights are those after `weightsStep`, or the last one before; the default when there is
// none.
EpochResult epochOf(const LossHistory& history, std::int64_t weightsStep);

// Why the run should end after the history's last epoch; empty when it should not. `fromStep`: the weights of
// what was before are not kept, so that patience begins there.
std::string reasonToStop(const TrainConfig& config, const LossHistory& history, std::int64_t fromStep);

} // namespace latentscape
