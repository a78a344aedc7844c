// Whether this machine has the memory that a run's steps take.
#pragma once

#include "core/train/TrainConfig.h"

#include <limits>

namespace latentscape {

// Of so many images, to which a larger batch is cut.
bool fitsIntoMemory(const TrainConfig& config,
                    std::int64_t images = std::numeric_limits<std::int64_t>::max());

// Throws Error (Usage) with both figures when it does not fit: the machine would swap, or end the program.
void requireMemory(const TrainConfig& config, std::int64_t images);

} // namespace latentscape
