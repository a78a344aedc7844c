// A discriminator's spectral normalisation, switched on and off.
#include "core/nn/SpectralNetwork.h"

#include "core/train/Preset.h"

#include <gtest/gtest.h>

namespace latentscape {
namespace {

// The networks of Miyato et al. 2018: no batch normalisation, hence biases.
TEST(SpectralNetworkTest, TakesThePlaceOfBatchNorm) {
    NetworkConfig discriminator = findPreset("dcgan").config.model.encoder;
    EXPECT_FALSE(isSpectrallyNormalised(discriminator));
    setSpectralNorm(discriminator, true);
    EXPECT_EQ(discriminator,
              networkFromJson(
                  R"([{"layer":"conv2d","channels":64,"kernel":4,"stride":2,"padding":1,"spectral_norm":true},
                {"layer":"leaky_relu"},
                {"layer":"conv2d","channels":128,"kernel":4,"stride":2,"padding":1,"spectral_norm":true},
                {"layer":"leaky_relu"},
                {"layer":"conv2d","channels":256,"kernel":4,"stride":2,"padding":1,"spectral_norm":true},
                {"layer":"leaky_relu"}])"));
    EXPECT_TRUE(isSpectrallyNormalised(discriminator));
    EXPECT_FALSE(isSpectrallyNormalised({}));
}

TEST(SpectralNetworkTest, ReachesIntoResidualLayers) {
    NetworkConfig network = networkFromJson(R"([{"layer":"residual","layers":[{"layer":"batch_norm"}]},
        {"layer":"residual","layers":[{"layer":"batch_norm"},{"layer":"relu"},
            {"layer":"conv2d","channels":7,"kernel":3,"padding":1}]},
        {"layer":"group_norm","groups":7},{"layer":"dense","units":5,"bias":false,"spectral_norm":true}])");
    EXPECT_FALSE(isSpectrallyNormalised(network)) << "the last layer is";
    setSpectralNorm(network, true);
    EXPECT_EQ(network, networkFromJson(R"([{"layer":"residual","layers":[{"layer":"relu"},
            {"layer":"conv2d","channels":7,"kernel":3,"padding":1,"spectral_norm":true}]},
        {"layer":"group_norm","groups":7},{"layer":"dense","units":5,"bias":false,"spectral_norm":true}])"));
}

TEST(SpectralNetworkTest, IsSwitchedOffAlone) {
    NetworkConfig network = networkFromJson(R"([{"layer":"conv2d","channels":7,"kernel":3,"bias":false},
        {"layer":"batch_norm"},{"layer":"relu"}])");
    setSpectralNorm(network, true);
    setSpectralNorm(network, false);
    EXPECT_EQ(network, networkFromJson(R"([{"layer":"conv2d","channels":7,"kernel":3},{"layer":"relu"}])"));
}

} // namespace
} // namespace latentscape
