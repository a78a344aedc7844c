// Ends a run whose loss on held-out images no longer falls. Worked out from the history, which is in every
// checkpoint: a run that is resumed ends where it would have ended.
#pragma once

#include "core/train/LossHistory.h"
#include "core/train/TrainConfig.h"

#include <string>

namespace latentscape {

// Why the run should end after the history's last epoch; empty when it should not. The held-out loss counts
// with the KL weight of now, so that a live change compares like with like; epochs in which that weight was
// still rising do not count.
std::string reasonToStop(const TrainConfig& config, const LossHistory& history);

} // namespace latentscape
