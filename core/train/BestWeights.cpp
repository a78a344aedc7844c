#include "core/train/BestWeights.h"

#include <utility>

namespace latentscape {

void BestWeights::keep(Model& model, std::int64_t step) {
    Checkpoint now;
    captureModel(model, now);
    m_weights = std::move(now.weights);
    m_step = step;
}

void BestWeights::takeFrom(Checkpoint& checkpoint) {
    if (!checkpoint.lastWeights.empty()) {
        m_weights = std::exchange(checkpoint.weights, std::exchange(checkpoint.lastWeights, {}));
        m_step = checkpoint.weightsStep;
    }
}

void BestWeights::putInto(Checkpoint& checkpoint) const {
    if (areKept()) {
        checkpoint.lastWeights = std::exchange(checkpoint.weights, m_weights);
        checkpoint.weightsStep = m_step;
    }
}

} // namespace latentscape
