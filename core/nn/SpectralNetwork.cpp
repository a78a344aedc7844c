#include "core/nn/SpectralNetwork.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace latentscape {

namespace {

bool isWeighted(const LayerConfig& layer) {
    constexpr std::array<std::string_view, 3> kinds{"dense", "conv2d", "conv_transpose2d"};
    return std::ranges::find(kinds, layer.kind) != kinds.end();
}

} // namespace

void setSpectralNorm(NetworkConfig& network, bool on) {
    NetworkConfig kept;
    for (LayerConfig& layer : network) {
        if (on && layer.kind == "batch_norm") {
            if (!kept.empty()) {
                kept.back().settings.erase("bias"); // the default, true
            }
            continue;
        }
        const bool held = !layer.layers.empty();
        setSpectralNorm(layer.layers, on);
        if (held && layer.layers.empty()) {
            continue;
        }
        if (on && isWeighted(layer)) {
            layer.settings["spectral_norm"] = 1;
        } else {
            layer.settings.erase("spectral_norm");
        }
        kept.push_back(std::move(layer));
    }
    network = std::move(kept);
}

bool isSpectrallyNormalised(const NetworkConfig& network) {
    NetworkConfig normalised = network;
    setSpectralNorm(normalised, true);
    return !network.empty() && normalised == network;
}

} // namespace latentscape
