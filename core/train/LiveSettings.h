// Which settings of a run may change between two of its steps, and how each change is called on the curves.
// A run that is resumed from a checkpoint after a change goes on as if it had begun with the new settings.
#pragma once

#include "core/train/TrainConfig.h"

#include <string>
#include <vector>

namespace latentscape {

// Those of `wanted` (of another kind of model: epochs and learning rate alone) become `config`'s, all others
// stay. What changed, each in words: "beta 0.5 → 1".
std::vector<std::string> takeLiveSettings(const TrainConfig& wanted, TrainConfig& config);

} // namespace latentscape
