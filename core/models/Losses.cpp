#include "core/models/Losses.h"

namespace latentscape {

std::span<const char* const> lossNames(ModelKind kind) {
    static constexpr std::array vae{"total", "reconstruction", "kl"};
    static constexpr std::array gan{"discriminator", "generator", "d_real", "d_fake"};
    return kind == ModelKind::Vae ? std::span<const char* const>(vae) : std::span<const char* const>(gan);
}

} // namespace latentscape
