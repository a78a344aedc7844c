#include "core/models/Losses.h"

#include <cmath>
#include <string>

namespace latentscape {

std::span<const char* const> lossNames(ModelKind kind) {
    static constexpr std::array vae{"total", "reconstruction", "kl"};
    static constexpr std::array gan{"discriminator", "generator", "d_real", "d_fake"};
    return kind == ModelKind::Vae ? std::span<const char* const>(vae) : std::span<const char* const>(gan);
}

std::string causeOfDivergence(const Losses& losses, ModelKind kind) {
    const auto names = lossNames(kind);
    for (std::size_t i = 1; i < names.size(); ++i) {
        if (!std::isfinite(losses[i])) {
            return std::string(names[i]) + " loss";
        }
    }
    return std::isinf(losses[0]) ? std::string(names[0]) + " loss" : "gradient";
}

} // namespace latentscape
