#include "core/train/LikelihoodEstimate.h"

#include "core/tensor/Error.h"
#include "core/train/Metrics.h"
#include "tests/core/train/SmallRun.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace latentscape {
namespace {

using namespace test;

// A decoder whose image is `slope` z + `offset` for one latent and one pixel, and an encoder that says N(0,
// 1) whatever it sees: then p(x) can be worked out.
std::unique_ptr<Model> onePixelModel(Likelihood likelihood, float slope, float offset) {
    ModelConfig config;
    config.image = {1, 1, 1};
    config.encoder = {};
    config.decoder = ModelConfig::mirrored({});
    config.latent = 1;
    config.likelihood = likelihood;
    auto model = makeModel(config, {}, 1);
    ParameterStore& store = model->parameters();
    for (std::size_t p = 0; p < store.parameters().size(); ++p) {
        const std::string& name = store.parameters()[p].name;
        const float value = name == "decoder.0.weight" ? slope : name == "decoder.0.bias" ? offset : 0.0f;
        std::ranges::fill(store.mutableValue(p), value); // log sigma 0, too
    }
    return model;
}

// The integral of N(z; 0, 1) p(x|z), by the trapezoidal rule.
template <typename Density> double integrated(const Density& density) {
    double sum = 0;
    constexpr double h = 1e-3;
    for (double z = -9; z <= 9; z += h) {
        sum += h * std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi) * density(z);
    }
    return sum;
}

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

Dataset pixels(std::vector<std::uint8_t> values) {
    return {"Pixels", {1, 1, 1}, std::move(values)};
}

TEST(LikelihoodEstimateTest, IsTheIntegralOverTheLatent) {
    const auto model = onePixelModel(Likelihood::Bernoulli, 3, 0.5f);
    const double white = integrated([](double z) { return sigmoid(3 * z + 0.5); });
    EXPECT_NEAR(estimateLikelihood(*model, pixels({255}), 1, 200'000).nll, -std::log(white), 5e-3);
    const LikelihoodEstimate both = estimateLikelihood(*model, pixels({255, 0}), 1, 200'000);
    EXPECT_NEAR(both.nll, -0.5 * (std::log(white) + std::log(1 - white)), 5e-3);
    EXPECT_NEAR(both.standardError, 0.5 * std::abs(std::log(white) - std::log(1 - white)), 5e-3);
}

TEST(LikelihoodEstimateTest, GaussiansAreDensities) {
    const double density = integrated([](double z) {
        const double error = sigmoid(2 * z - 1) - 0.2;
        return std::exp(-0.5 * error * error) / std::sqrt(2 * std::numbers::pi);
    });
    for (const Likelihood likelihood : {Likelihood::Gaussian, Likelihood::GaussianLearned}) {
        const auto model = onePixelModel(likelihood, 2, -1);
        EXPECT_NEAR(estimateLikelihood(*model, pixels({51}), 1, 100'000).nll, -std::log(density), 2e-3);
    }
}

// Jensen's inequality, and what one sample says on average: the bound itself.
TEST(LikelihoodEstimateTest, MoreSamplesAreATighterBound) {
    TrainConfig config = smallConfig(3);
    Trainer trainer(config, smallData());
    const Told told = runAll(trainer);
    const auto model = makeModel(told.checkpoint().model, {}, 0);
    restoreModel(told.checkpoint(), *model);
    const Dataset& data = *smallData().heldOut;
    const auto nll = [&](std::int64_t samples) { return estimateLikelihood(*model, data, 1, samples).nll; };
    const Losses plain = evaluate(*model, data, 2).losses;
    EXPECT_NEAR(nll(1), plain[0], 2.0);
    EXPECT_LT(nll(5), nll(1));
    EXPECT_LT(nll(200), nll(5));
    EXPECT_LT(evaluate(*model, data, 2, {.samples = 20}).losses[0], plain[0]);
    EXPECT_EQ(nll(5), nll(5));
}

TEST(LikelihoodEstimateTest, TellsItsProgressAndEndsWhenAskedTo) {
    const auto model = onePixelModel(Likelihood::Bernoulli, 1, 0);
    std::vector<std::int64_t> done;
    const Dataset data = pixels(std::vector<std::uint8_t>(35, 255));
    const LikelihoodEstimate estimate =
        estimateLikelihood(*model, data, 1, 2000, 25, [&](std::int64_t images) {
            done.push_back(images);
            return true;
        });
    EXPECT_EQ(done, (std::vector<std::int64_t>{10, 20, 25}));
    EXPECT_EQ(estimate.images, 25);
    EXPECT_EQ(estimateLikelihood(*model, data, 1, 2000, 0, [](std::int64_t) { return false; }).images, 10);
    ModelConfig gan;
    gan.kind = ModelKind::Gan;
    gan.image = {1, 1, 1};
    EXPECT_THROW(estimateLikelihood(*makeModel(gan, {}, 1), data, 1, 5), Error);
}

} // namespace
} // namespace latentscape
