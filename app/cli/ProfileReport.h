// Where the time of a training step goes, layer by layer.
#pragma once

#include "core/models/Model.h"

namespace latentscape {

// GFLOP/s that this machine reaches in a product of 1024 x 1024 x 1024 in this precision, with the threads
// set: what a layer's speed is measured against.
double measurePeak(Precision precision);

// Prints the profiles of the model's networks (Sequential::startProfile) over so many steps, which took
// `seconds` altogether, as a table on stdout.
void printProfile(Model& model, std::int64_t steps, double seconds, double peak);

} // namespace latentscape
