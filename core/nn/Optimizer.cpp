#include "core/nn/Optimizer.h"

#include "core/nn/Adam.h"
#include "core/nn/Sgd.h"

namespace latentscape {

std::unique_ptr<Optimizer> makeOptimizer(const OptimizerConfig& config, std::size_t size) {
    if (config.kind == OptimizerKind::Sgd) {
        return std::make_unique<Sgd>(config, size);
    }
    return std::make_unique<Adam>(config, size);
}

} // namespace latentscape
