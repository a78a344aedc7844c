#include "ui/ModelCopy.h"

#include "core/tensor/Error.h"
#include "core/tensor/Random.h"

#include <algorithm>
#include <numeric>

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

std::shared_ptr<const Dataset> someOf(const std::shared_ptr<const Dataset>& data, std::int64_t most) {
    if (data->count() <= most) {
        return data;
    }
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(data->count()));
    std::iota(indices.begin(), indices.end(), 0u);
    Random(0, kSampleStream).shuffle(indices);
    indices.resize(static_cast<std::size_t>(most));
    return std::make_shared<const Dataset>(data->subset(indices));
}

std::unique_ptr<Model> ModelCopy::build() const {
    auto model = makeModel(config.model, config.optimizer, 0);
    restoreWeights(*weights, *model);
    return model;
}

} // namespace latentscape
