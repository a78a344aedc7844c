// What a step costs, against figures worked out by hand.
#include "core/models/ModelSummary.h"
#include "core/models/Model.h"
#include "core/tensor/Error.h"
#include "core/train/Preset.h"

#include <gtest/gtest.h>

namespace latentscape {
namespace {

ModelSummary summaryOf(const char* preset, ImageShape image, std::int64_t batch) {
    TrainConfig config = findPreset(preset).config;
    config.model.image = image;
    return summarise(config.model, config.optimizer, batch);
}

// Products of one image: 784 x 400 + 400 x 40 in the encoder, 20 x 400 + 400 x 784 in the decoder. Each is
// computed forwards, for its weights and for its input, but for the image's own gradient.
TEST(ModelSummaryTest, DenseByHand) {
    const ModelSummary summary = summaryOf("dense-400", {1, 28, 28}, 128);
    ASSERT_EQ(summary.layers.size(), 4U);
    EXPECT_EQ(summary.layers[0].network, "encoder");
    EXPECT_EQ(summary.layers[0].output, (Shape{400}));
    EXPECT_EQ(summary.layers[0].parameters, 784 * 400 + 400);
    EXPECT_EQ(summary.layers[1].output, (Shape{40}));
    EXPECT_EQ(summary.layers[2].network, "decoder");
    EXPECT_EQ(summary.layers[3].parameters, 400 * 784 + 784);
    EXPECT_EQ(summary.parameters, 314'000 + 16'040 + 8'400 + 314'384);
    EXPECT_EQ(summary.layers[0].forwardFlops, 128 * 627'200.0);
    EXPECT_EQ(summary.layers[0].backwardFlops, 128 * 627'200.0);
    EXPECT_EQ(summary.layers[3].backwardFlops, 2 * 128 * 627'200.0);
    EXPECT_EQ(summary.flops, 128 * 3'280'000.0);
    EXPECT_EQ(summary.memory.weights, 4 * 652'824);
    EXPECT_EQ(summary.memory.gradients, 4 * 652'824);
    EXPECT_EQ(summary.memory.optimizer, 2 * 4 * 652'824);
    // The values 400 + 40 + 400 + 784 with their gradients, the image, eps, z and its gradient.
    EXPECT_EQ(summary.memory.activations, 4 * 128 * (2 * 1'624 + 784 + 3 * 20));
}

// conv 1 > 32 and 32 > 64, kernel 4, to 14 and 7; dense 3136 > 32 and 16 > 3136; back the same way.
TEST(ModelSummaryTest, ConvolutionsByHand) {
    const ModelSummary summary = summaryOf("conv-vae", {1, 28, 28}, 128);
    ASSERT_EQ(summary.layers.size(), 6U);
    EXPECT_EQ(summary.layers[0].output, (Shape{14, 14, 32}));
    EXPECT_EQ(summary.layers[1].output, (Shape{7, 7, 64}));
    EXPECT_EQ(summary.layers[3].output, (Shape{7, 7, 64})) << "with its reshape";
    EXPECT_EQ(summary.layers[5].output, (Shape{28, 28, 1}));
    EXPECT_EQ(summary.layers[0].parameters, 16 * 32 + 32);
    EXPECT_EQ(summary.layers[1].parameters, 16 * 32 * 64 + 64);
    EXPECT_EQ(summary.parameters, 544 + 32'832 + (3136 * 32 + 32) + (16 * 3136 + 3136) + 32'800 + 513);
    const double first = 2.0 * 14 * 14 * 16 * 32; // and the last
    const double second = 2.0 * 7 * 7 * 16 * 32 * 64;
    const double dense = 2.0 * 3136 * 32 + 2.0 * 16 * 3136;
    EXPECT_EQ(summary.layers[0].forwardFlops, 128 * first);
    EXPECT_EQ(summary.layers[4].forwardFlops, 128 * second);
    EXPECT_EQ(summary.flops, 128 * (3 * (2 * first + 2 * second + dense) - first));
    EXPECT_EQ(summary.memory.activations,
              4 * 128 * (2 * (6'272 + 3'136 + 32 + 3'136 + 6'272 + 784) + 784 + 3 * 16));
}

// The discriminator sees real and made images, and these again for the generator.
TEST(ModelSummaryTest, AGansStepIsThreeLooks) {
    const ModelSummary summary = summaryOf("gan-dense", {1, 28, 28}, 1);
    EXPECT_EQ(summary.layers.front().network, "generator");
    EXPECT_EQ(summary.layers.back().network, "discriminator");
    const double g1 = 2.0 * 64 * 256;
    const double g = g1 + 2.0 * 256 * 512 + 2.0 * 512 * 784;
    const double d1 = 2.0 * 784 * 512;
    const double d = d1 + 2.0 * 512 * 256 + 2.0 * 256;
    EXPECT_EQ(summary.flops, 3 * g - g1 + 8 * d - 2 * d1);
    const std::int64_t discriminator = 784 * 512 + 512 + 512 * 256 + 256 + 256 + 1;
    EXPECT_EQ(summary.memory.gradients - summary.memory.weights, 4 * discriminator);
}

// With several discriminator steps to one of the generator its share of each is counted; pairs are looked at
// twice.
TEST(ModelSummaryTest, AGansStepCountsItsShareOfTheGenerators) {
    TrainConfig config = findPreset("gan-dense").config;
    config.model.image = {1, 28, 28};
    config.model.discriminatorSteps = 4;
    const double g1 = 2.0 * 64 * 256;
    const double g = g1 + 2.0 * 256 * 512 + 2.0 * 512 * 784;
    const double d1 = 2.0 * 784 * 512;
    const double d = d1 + 2.0 * 512 * 256 + 2.0 * 256;
    const double each = g + (6 * d - 2 * d1); // forwards twice, weights twice, inputs twice but for images
    const double generators = 2 * g - g1 + 2 * d;
    EXPECT_DOUBLE_EQ(summarise(config.model, {}, 1).flops, each + generators / 4);
    config.model.ganLoss = GanLoss::Relativistic;
    EXPECT_DOUBLE_EQ(summarise(config.model, {}, 1).flops, each + d + (generators + d) / 4);
    config.model.weightAverage = 0.999f;
    EXPECT_EQ(summarise(config.model, {}, 1).memory.weights, 4 * parameterCount(config.model, true));
}

TEST(ModelSummaryTest, EveryPresetHasAsManyParametersAsItsModel) {
    for (const Preset& preset : presets()) {
        ModelConfig config = preset.config.model;
        const int side = preset.config.side > 0 ? preset.config.side : 28;
        config.image = {1, side, side};
        EXPECT_EQ(summarise(config, {}, 1).parameters, parameterCount(config)) << preset.name;
        EXPECT_EQ(summarise(config, {}, 1).memory.weights, 4 * parameterCount(config, true)) << preset.name;
    }
}

// Five samples: the decoder sees five rows an image. The learned variance is one parameter more.
TEST(ModelSummaryTest, SamplesAreTheDecodersWork) {
    TrainConfig config = findPreset("dense-400").config;
    config.model.image = {1, 28, 28};
    const ModelSummary summary = summarise(config.model, config.optimizer, 128, 5);
    const double encoder = 2 * 627'200.0 + 3 * 32'000.0;
    const double decoder = 3 * (16'000.0 + 627'200.0);
    EXPECT_EQ(summary.flops, 128 * (encoder + 5 * decoder));
    EXPECT_EQ(summary.memory.activations, 4 * 128 * (2 * (400 + 40) + 784 + 5 * (2 * (400 + 784) + 3 * 20)));
    config.model.likelihood = Likelihood::GaussianLearned;
    EXPECT_EQ(summarise(config.model, config.optimizer, 1).parameters, 652'824 + 1);
}

TEST(ModelSummaryTest, SaysInAFewWordsWhatTheNetworksAre) {
    const auto words = [](const char* preset, int side) {
        ModelConfig config = findPreset(preset).config.model;
        config.image = {1, side, side};
        return describeBriefly(config);
    };
    EXPECT_EQ(words("dense-400", 28), "784-400-20-400-784");
    EXPECT_EQ(words("conv-vae", 28), "2 conv, 1 dense - 16 - 1 dense, 2 conv");
    EXPECT_EQ(words("dcgan", 32), "64 - 1 dense, 3 conv | 3 conv, 1 dense");
}

TEST(ModelSummaryTest, WhatCannotBeIsRefused) {
    EXPECT_THROW(summaryOf("conv-vae", {1, 27, 27}, 128), Error);
}

} // namespace
} // namespace latentscape
