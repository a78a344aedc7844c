// Held-out losses as the command line prints them, for people and for programs.
#pragma once

#include "core/models/Losses.h"

#include <nlohmann/json.hpp>

#include <string>

namespace latentscape {

// "negative ELBO 105.30 = reconstruction 80.10 + KL 25.20", or a GAN's.
std::string lossesInWords(ModelKind kind, const Losses& losses);

// {"test_reconstruction", "test_kl", "test_neg_elbo"}, or a GAN's {"test_discriminator", ...}.
nlohmann::ordered_json lossesAsJson(ModelKind kind, const Losses& losses);

} // namespace latentscape
