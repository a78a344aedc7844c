#include "ui/ModelCopy.h"

#include "core/tensor/Error.h"

#include <algorithm>

namespace latentscape {

void restoreWeights(const Weights& weights, Model& model) {
    const std::span<float> values = model.parameters().mutableValues();
    if (weights.values.size() != values.size()) {
        throw Error(ErrorKind::Usage, "These weights are not this model's: it has " +
                                          std::to_string(values.size()) + " values, they have " +
                                          std::to_string(weights.values.size()) +
                                          ". Open the checkpoint again or train anew.");
    }
    std::ranges::copy(weights.values, values.begin());
}

std::unique_ptr<Model> ModelCopy::build() const {
    auto model = makeModel(config.model, config.optimizer, 0);
    restoreWeights(*weights, *model);
    return model;
}

} // namespace latentscape
