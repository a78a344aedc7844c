// Where a model puts images. Runs on the thread that owns the model.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/Model.h"
#include "core/tensor/WorkWatch.h"

namespace latentscape {

// The means of the encodings of all images, [count, latent]. Of a GAN each is found by gradient descent,
// which takes a thousand times as long. Throws Error as labelsFor() does, (Cancelled) as the watch wants it.
Tensor encodeAll(Model& model, const Dataset& data, const WorkWatch& watch = {});

} // namespace latentscape
