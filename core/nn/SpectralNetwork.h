// Spectral normalisation of a whole network, as a GAN's discriminator may have it.
#pragma once

#include "core/nn/NetworkConfig.h"

namespace latentscape {

// On: each layer that has weights is spectrally normalised (Miyato et al. 2018), and "batch_norm", whose
// scale would undo that, is left out; the layer before one gets the bias that it did without. Off: no layer
// is, and the rest stays: what was left out does not come back.
void setSpectralNorm(NetworkConfig& network, bool on);
// Whether that, on, changes nothing of a network that has layers.
bool isSpectrallyNormalised(const NetworkConfig& network);

} // namespace latentscape
