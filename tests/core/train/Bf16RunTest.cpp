// Runs whose products are of bfloat16 learn what they learn with floats.
#include "tests/core/train/SmallRun.h"

#include <gtest/gtest.h>

#include <cmath>

namespace latentscape {
namespace {

using namespace test;

// Of so many channels and units that a layer's products are rounded wherever a larger model's are.
TrainConfig vae() {
    TrainConfig config = smallConfig(6);
    config.learningRate = 5e-3f; // so that the loss goes a long way
    config.model.encoder = networkFromJson(R"([
        {"layer":"conv2d","channels":16,"kernel":4,"stride":2,"padding":1},{"layer":"relu"},
        {"layer":"conv2d","channels":16,"kernel":4,"stride":2,"padding":1},{"layer":"relu"},
        {"layer":"dense","units":128},{"layer":"relu"}])");
    config.model.decoder = networkFromJson(R"([
        {"layer":"dense","units":128},{"layer":"relu"},
        {"layer":"dense","units":16,"downscale":4},{"layer":"relu"},
        {"layer":"conv_transpose2d","channels":16,"kernel":4,"stride":2,"padding":1},{"layer":"relu"},
        {"layer":"conv_transpose2d","channels":"image","kernel":4,"stride":2,"padding":1}])");
    return config;
}

TrainConfig gan() {
    TrainConfig config = smallConfig(4);
    config.optimizer.beta1 = 0.5f;
    config.model.kind = ModelKind::Gan;
    config.model.decoder = networkFromJson(R"([
        {"layer":"dense","units":16,"downscale":4,"bias":false},{"layer":"batch_norm"},{"layer":"relu"},
        {"layer":"conv_transpose2d","channels":16,"kernel":4,"stride":2,"padding":1,"bias":false},
        {"layer":"batch_norm"},{"layer":"relu"},
        {"layer":"conv_transpose2d","channels":"image","kernel":4,"stride":2,"padding":1}])");
    config.model.encoder = networkFromJson(R"([
        {"layer":"conv2d","channels":16,"kernel":4,"stride":2,"padding":1},{"layer":"leaky_relu"},
        {"layer":"conv2d","channels":16,"kernel":4,"stride":2,"padding":1,"bias":false},
        {"layer":"batch_norm"},{"layer":"leaky_relu"},
        {"layer":"dense","units":128},{"layer":"leaky_relu"}])");
    return config;
}

class Bf16RunTest : public testing::TestWithParam<ModelKind> {
protected:
    void SetUp() override {
        if (!hasFastBf16()) {
            GTEST_SKIP() << "this processor computes with floats, whatever precision is wished";
        }
    }

    // One step an epoch.
    static std::vector<LossPoint> losses(Precision precision, int threads) {
        TrainConfig config = GetParam() == ModelKind::Vae ? vae() : gan();
        config.batch = kImages;
        config.threads = threads;
        config.model.precision = precision;
        Trainer trainer(config, smallData());
        return runAll(trainer).losses;
    }
};

// The total and the reconstruction's loss of a VAE, the discriminator's and the generator's of a GAN. A
// factor is rounded by up to 2^-9 of itself and a product of two by up to 2^-8; a mean of many is off by
// less. The gradients of each layer are off by half a percent at most (see the layers' PrecisionTest), so the
// way that a loss has gone by them should be right to one percent. Four times less was measured.
void expectNear(const std::vector<LossPoint>& actual, const std::vector<LossPoint>& expected) {
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t step = 0; step < expected.size(); ++step) {
        for (const std::size_t i : {0U, 1U}) {
            const double loss = expected[step].losses[i];
            const double way = std::abs(loss - double{expected[0].losses[i]});
            EXPECT_NEAR(actual[step].losses[i], loss, 0x1p-8 * std::abs(loss) + 0.01 * way)
                << "loss " << i << " of step " << step + 1;
        }
    }
}

TEST_P(Bf16RunTest, LearnsWhatItLearnsWithFloats) {
    const auto rounded = losses(Precision::Bf16, 1);
    const auto exact = losses(Precision::F32, 1);
    expectNear(rounded, exact);
    EXPECT_NE(rounded[0].losses, exact[0].losses) << "nothing was rounded";
}

// Sums in another order differ in a float's last digits, and so does the first loss. With each step more of
// the numbers behind them are rounded to the bfloat16 on their other side, until the rounding is another one.
TEST_P(Bf16RunTest, IsTheSameOnTwoThreadsAsOnOne) {
    const auto one = losses(Precision::Bf16, 1);
    const auto two = losses(Precision::Bf16, 2);
    EXPECT_NEAR(two[0].losses[0], one[0].losses[0], 1e-5 * one[0].losses[0]);
    expectNear(two, one);
}

std::string nameOf(const testing::TestParamInfo<ModelKind>& info) {
    return info.param == ModelKind::Vae ? "Vae" : "Gan";
}

INSTANTIATE_TEST_SUITE_P(Models, Bf16RunTest, testing::Values(ModelKind::Vae, ModelKind::Gan), nameOf);

} // namespace
} // namespace latentscape
