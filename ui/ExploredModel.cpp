#include "ui/ExploredModel.h"

#include <utility>

namespace latentscape {

void ExploredModel::setRun(const TrainConfig& config) {
    m_copy.config = config;
    m_copy.weights.reset();
    emit replaced();
}

void ExploredModel::setData(const LoadedData& data) {
    m_copy.data = data;
    emit replaced();
}

void ExploredModel::setWeights(std::shared_ptr<const Weights> weights) {
    m_copy.weights = std::move(weights);
    emit weightsArrived();
}

} // namespace latentscape
