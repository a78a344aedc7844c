#include "core/models/Model.h"

#include "core/models/Gan.h"
#include "core/models/Vae.h"

namespace latentscape {

std::unique_ptr<Model> makeModel(const ModelConfig& config, const OptimizerConfig& optimizer,
                                 std::uint64_t seed) {
    if (config.kind == ModelKind::Gan) {
        return std::make_unique<Gan>(config, optimizer, seed);
    }
    return std::make_unique<Vae>(config, optimizer, seed);
}

} // namespace latentscape
