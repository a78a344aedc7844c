#include "app/cli/LossWords.h"

#include "app/cli/JsonLine.h"

#include <array>
#include <cstdio>

namespace latentscape {

std::string lossesInWords(ModelKind kind, const Losses& losses) {
    std::array<char, 160> text{};
    if (kind == ModelKind::Vae) {
        std::snprintf(text.data(), text.size(), "negative ELBO %.2f = reconstruction %.2f + KL %.2f",
                      double{losses[1]} + losses[2], losses[1], losses[2]);
    } else {
        std::snprintf(text.data(), text.size(),
                      "discriminator's loss %.3f, generator's %.3f, D(real) %.2f, D(made) %.2f", losses[0],
                      losses[1], losses[2], losses[3]);
    }
    return text.data();
}

nlohmann::ordered_json lossesAsJson(ModelKind kind, const Losses& losses) {
    if (kind == ModelKind::Vae) {
        return {{"test_reconstruction", rounded(losses[1], 2)},
                {"test_kl", rounded(losses[2], 2)},
                {"test_neg_elbo", rounded(double{losses[1]} + losses[2], 2)}};
    }
    nlohmann::ordered_json object;
    const auto names = lossNames(kind);
    for (std::size_t i = 0; i < names.size(); ++i) {
        object[std::string("test_") + names[i]] = rounded(losses[i], 4);
    }
    return object;
}

} // namespace latentscape
