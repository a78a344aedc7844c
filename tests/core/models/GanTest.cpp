// The adversarial game: what each step changes, its losses, and the way back from an image to a latent.
#include "core/io/Checkpoint.h"
#include "core/models/Model.h"
#include "core/tensor/Threads.h"
#include "tests/core/io/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace latentscape {
namespace {

ModelConfig smallGan(GanLoss loss = GanLoss::NonSaturating) {
    ModelConfig config;
    config.kind = ModelKind::Gan;
    config.image = {1, 8, 8};
    config.latent = 4;
    config.ganLoss = loss;
    config.decoder = networkFromJson(R"([
        {"layer":"dense","units":8,"downscale":4,"bias":false},{"layer":"batch_norm"},{"layer":"relu"},
        {"layer":"conv_transpose2d","channels":5,"kernel":4,"stride":2,"padding":1},{"layer":"relu"},
        {"layer":"conv_transpose2d","channels":"image","kernel":4,"stride":2,"padding":1}])");
    config.encoder = networkFromJson(R"([
        {"layer":"conv2d","channels":6,"kernel":4,"stride":2,"padding":1},{"layer":"leaky_relu"},
        {"layer":"conv2d","channels":9,"kernel":4,"stride":2,"padding":1,"bias":false},{"layer":"batch_norm"},
        {"layer":"leaky_relu"}])");
    return config;
}

// Images of two kinds: bright on the left, or on the right.
Tensor halves(std::int64_t count) {
    Tensor images({count, 64});
    for (std::int64_t i = 0; i < count; ++i) {
        for (std::int64_t pixel = 0; pixel < 64; ++pixel) {
            images.row(i)[static_cast<std::size_t>(pixel)] = (pixel % 8 < 4) == (i % 2 == 0) ? 1.0f : 0.0f;
        }
    }
    return images;
}

class GanTest : public testing::TestWithParam<GanLoss> {};

TEST_P(GanTest, LearnsTwoKindsOfImages) {
    const auto model = makeModel(smallGan(GetParam()), {.beta1 = 0.5f}, 1);
    const Tensor images = halves(32);
    Random noise(1, kNoiseStream);
    Losses losses{};
    for (int step = 0; step < 400; ++step) {
        losses = model->step(images, {.learningRate = 2e-3f}, noise);
        ASSERT_TRUE(std::isfinite(losses[0])) << step;
    }
    Tensor latents({64, 4});
    Random(2).fillNormal(latents.values());
    const Tensor made = model->decode(latents);
    const ConstMatrixView pixels = made.matrix();
    EXPECT_GE(pixels.minCoeff(), 0.0f);
    EXPECT_LE(pixels.maxCoeff(), 1.0f);
    // Each image is near one of the two, so that few pixels are grey.
    const float grey = (pixels.array() - pixels.array().square()).mean();
    EXPECT_LT(grey, 0.15f);
    EXPECT_GT(losses[2], 0.2f);
    EXPECT_LT(losses[3], 0.8f);
}

INSTANTIATE_TEST_SUITE_P(Losses, GanTest,
                         testing::Values(GanLoss::NonSaturating, GanLoss::LeastSquares, GanLoss::Hinge,
                                         GanLoss::Relativistic));

TEST(GanTest, ProjectionFindsTheLatentOfAnImage) {
    const auto model = makeModel(smallGan(), {.beta1 = 0.5f}, 1);
    Random noise(1, kNoiseStream);
    for (int step = 0; step < 100; ++step) {
        model->step(halves(32), {.learningRate = 2e-3f}, noise);
    }
    Tensor latents({3, 4});
    Random(5).fillNormal(latents.values());
    const Tensor images = model->decode(latents);
    const Encoding found = model->encode(images);
    EXPECT_TRUE(found.logvar.empty());
    const Tensor again = model->decode(found.mean);
    EXPECT_LT((again.matrix() - images.matrix()).squaredNorm(), 0.05f * images.matrix().squaredNorm());
}

TEST(GanTest, ACheckpointHoldsBothPlayers) {
    const auto model = makeModel(smallGan(), {}, 1);
    Random noise(1, kNoiseStream);
    model->step(halves(8), {}, noise);
    Checkpoint checkpoint;
    captureModel(*model, checkpoint);
    const auto copy = makeModel(smallGan(), {}, 2);
    restoreModel(checkpoint, *copy);
    Random again = noise;
    for (int step = 0; step < 3; ++step) {
        EXPECT_EQ(model->step(halves(8), {}, noise), copy->step(halves(8), {}, again));
    }
    const auto trainables = model->trainables();
    const auto copies = copy->trainables();
    ASSERT_EQ(trainables.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_TRUE(std::ranges::equal(trainables[i].parameters.values(), copies[i].parameters.values()));
        EXPECT_EQ(trainables[i].optimizer->stepCount(), 4);
    }
}

// The derivative of the loss that is told, by a small step of plain gradient descent: the loss falls by the
// rate times the gradient's squared norm, which is the way that the weights have moved.
TEST_P(GanTest, TheDiscriminatorsGradientIsThatOfItsLoss) {
    constexpr float kRate = 1e-4f;
    const auto model = makeModel(smallGan(GetParam()), {.kind = OptimizerKind::Sgd, .momentum = 0}, 1);
    ParameterStore& discriminator = model->trainables()[1].parameters;
    const std::vector<float> before(discriminator.values().begin(), discriminator.values().end());
    const auto lossOfFirst = [&] { // always on the same noise
        Random noise(1, kNoiseStream);
        return double{model->step(halves(16), {.learningRate = kRate}, noise)[0]};
    };
    // The generator moves, too; without it the made images stay the same.
    const std::vector<float> generator(model->parameters().values().begin(),
                                       model->parameters().values().end());
    const double loss = lossOfFirst();
    double squaredNorm = 0;
    for (const Parameter& p : discriminator.parameters()) {
        for (std::size_t i = p.offset; p.trained == Trained::Yes && i < p.offset + p.count; ++i) {
            squaredNorm += std::pow((double{before[i]} - double{discriminator.values()[i]}) / kRate, 2);
        }
    }
    std::ranges::copy(generator, model->parameters().mutableValues().begin());
    const double fallen = loss - lossOfFirst();
    EXPECT_NEAR(fallen, kRate * squaredNorm, 0.15 * kRate * squaredNorm + 2e-6);
}

// The same for the generator, whose images the discriminator sees changed; that its own step is another one
// then is of second order.
TEST_P(GanTest, TheGeneratorsGradientGoesBackThroughTheChanges) {
    constexpr float kRate = 1e-4f;
    ModelConfig config = smallGan(GetParam());
    config.differentiableAugment = {1, 0.25f, 0.5f};
    const auto model = makeModel(config, {.kind = OptimizerKind::Sgd, .momentum = 0}, 1);
    ParameterStore& generator = model->parameters();
    ParameterStore& discriminator = model->trainables()[1].parameters;
    const std::vector<float> before(generator.values().begin(), generator.values().end());
    const std::vector<float> judge(discriminator.values().begin(), discriminator.values().end());
    const auto loss = [&] { // always on the same noise
        Random noise(1, kNoiseStream);
        return double{model->step(halves(16), {.learningRate = kRate}, noise)[1]};
    };
    const double first = loss();
    double squaredNorm = 0;
    for (const Parameter& p : generator.parameters()) {
        for (std::size_t i = p.offset; p.trained == Trained::Yes && i < p.offset + p.count; ++i) {
            squaredNorm += std::pow((double{before[i]} - double{generator.values()[i]}) / kRate, 2);
        }
    }
    std::ranges::copy(judge, discriminator.mutableValues().begin());
    EXPECT_GT(squaredNorm, 1e-4);
    EXPECT_NEAR(first - loss(), kRate * squaredNorm, 0.15 * kRate * squaredNorm + 2e-6);
}

TEST(GanTest, ChangedImagesGoOnFromACheckpointExactlyWithAnyNumberOfThreads) {
    ModelConfig config = smallGan();
    config.differentiableAugment = {1, 0.25f, 0.5f};
    const auto run = [&](int threads) {
        setComputeThreads(threads);
        auto model = makeModel(config, {}, 1);
        Random noise(1, kNoiseStream);
        model->step(halves(8), {}, noise);
        Checkpoint checkpoint;
        captureModel(*model, checkpoint);
        model = makeModel(config, {}, 2);
        restoreModel(checkpoint, *model);
        noise = Random(noise.state());
        return model->step(halves(8), {}, noise);
    };
    const auto whole = makeModel(config, {}, 1);
    Random noise(1, kNoiseStream);
    whole->step(halves(8), {}, noise);
    const Losses expected = whole->step(halves(8), {}, noise);
    EXPECT_EQ(run(1), expected);
    EXPECT_EQ(run(2), expected); // so few images are one part
    setComputeThreads(1);
    config.differentiableAugment = {};
    EXPECT_NE(run(1), expected);
}

TEST(GanTest, TheGeneratorTakesOneStepForSeveralOfTheDiscriminator) {
    ModelConfig config = smallGan();
    config.discriminatorSteps = 3;
    const auto model = makeModel(config, {}, 1);
    Random noise(1, kNoiseStream);
    for (int step = 0; step < 7; ++step) {
        EXPECT_GT(model->step(halves(8), {}, noise)[1], 0);
    }
    EXPECT_EQ(model->trainables()[0].optimizer->stepCount(), 2);
    EXPECT_EQ(model->trainables()[1].optimizer->stepCount(), 7);
}

TEST(GanTest, AnAverageOfItsWeightsIsShownAndKept) {
    ModelConfig config = smallGan();
    config.weightAverage = 0.99f;
    const auto model = makeModel(config, {}, 1);
    Random noise(1, kNoiseStream);
    for (int step = 0; step < 5; ++step) {
        model->step(halves(8), {.learningRate = 1e-2f, .step = step}, noise);
    }
    const auto parts = model->trainables();
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_EQ(&model->parameters(), &parts[2].parameters);
    EXPECT_FALSE(std::ranges::equal(parts[0].parameters.values(), parts[2].parameters.values()));

    Checkpoint checkpoint;
    captureModel(*model, checkpoint);
    const TemporaryFolder folder;
    saveCheckpoint(folder / "gan.safetensors", checkpoint);
    const auto copy = makeModel(config, {}, 2);
    restoreModel(loadCheckpoint(folder / "gan.safetensors"), *copy);
    Random again = noise;
    EXPECT_EQ(model->step(halves(8), {}, noise), copy->step(halves(8), {}, again));
    Tensor latents({3, 4});
    Random(5).fillNormal(latents.values());
    EXPECT_TRUE(std::ranges::equal(model->decode(latents).values(), copy->decode(latents).values()));
}

TEST(GanTest, TheAverageOutlivesAChangeOfTheOptimizer) {
    ModelConfig config = smallGan();
    config.weightAverage = 0.9f;
    const auto model = makeModel(config, {}, 1);
    Random noise(1, kNoiseStream);
    for (int step = 0; step < 100; ++step) {
        model->step(halves(8), {.step = step}, noise);
    }
    const auto values = model->parameters().values();
    const std::vector<float> before(values.begin(), values.end());
    model->change(config, customary(OptimizerKind::RmsProp));
    model->step(halves(8), {.step = 100}, noise);
    const auto weights = model->trainables()[0].parameters.values();
    for (const Parameter& p : model->parameters().parameters()) {
        for (std::size_t i = p.offset; p.trained == Trained::Yes && i < p.offset + p.count; ++i) {
            EXPECT_NEAR(values[i], before[i] + 0.1f * (weights[i] - before[i]), 1e-6f);
        }
    }
}

TEST(GanTest, NothingIsUpdatedFromWhatIsNotFinite) {
    const auto model = makeModel(smallGan(), {}, 1);
    const auto generator = model->trainables()[0].parameters.values();
    const std::vector<float> before(generator.begin(), generator.end());
    Tensor images = halves(8);
    images.values()[3] = std::nanf("");
    Random noise(1, kNoiseStream);
    EXPECT_FALSE(std::isfinite(model->step(images, {}, noise)[0]));
    const auto parameters = model->parameters().parameters();
    for (const Parameter& p : parameters) {
        if (p.trained == Trained::Yes) {
            EXPECT_TRUE(std::ranges::equal(generator.subspan(p.offset, p.count),
                                           std::span(before).subspan(p.offset, p.count)))
                << p.name;
        }
    }
}

} // namespace
} // namespace latentscape
