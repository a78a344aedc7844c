#include "core/train/StepMemory.h"

#include "core/models/ModelSummary.h"
#include "core/tensor/Error.h"
#include "core/tensor/Machine.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr double kMostOfAll = 0.7; // the rest is for the images and other programs

std::int64_t bytesOfAStep(const TrainConfig& config, std::int64_t images) {
    return summarise(config.model, config.optimizer, std::min(config.batch, images), config.samples)
        .memory.total();
}

std::string gigabytes(std::int64_t bytes) {
    return std::to_string(std::llround(std::ceil(static_cast<double>(bytes) / 1e9))) + " GB";
}

} // namespace

bool fitsIntoMemory(const TrainConfig& config, std::int64_t images) {
    const std::int64_t there = machineMemory();
    return there == 0 ||
           static_cast<double>(bytesOfAStep(config, images)) < kMostOfAll * static_cast<double>(there);
}

void requireMemory(const TrainConfig& config, std::int64_t images) {
    if (!fitsIntoMemory(config, images)) {
        throw Error(ErrorKind::Usage, "A step takes " + gigabytes(bytesOfAStep(config, images)) +
                                          " of memory, and this machine has " + gigabytes(machineMemory()) +
                                          ". Choose a smaller batch, fewer samples or a smaller model.");
    }
}

} // namespace latentscape
