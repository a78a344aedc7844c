#include "core/train/TrainingSigns.h"

#include "core/data/BatchLoader.h"
#include "core/train/LossHistory.h"
#include "tests/core/train/SmallRun.h"

#include <gtest/gtest.h>

#include <cmath>

namespace latentscape {

namespace {

Image grey(std::uint8_t left, std::uint8_t right) {
    return {{1, 1, 2}, {left, right}};
}

} // namespace

TEST(TrainingSignsTest, TheSpreadIsTheRootMeanSquareDistanceOfTwoImages) {
    std::vector<Image> images;
    for (int i = 0; i < 5; ++i) {
        images.push_back(grey(0, 0));
        images.push_back(grey(255, 51));
    }
    // 25 of the 45 pairs are a distance of sqrt(1 + 0.2^2) apart.
    EXPECT_NEAR(spreadOfImages(images, {}), std::sqrt(25.0 / 45 * 1.04), 1e-6);
    const std::vector<std::uint16_t> labels{0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
    EXPECT_NEAR(spreadOfImages(images, labels), 0, 1e-6); // each class has one image
    EXPECT_TRUE(std::isnan(spreadOfImages({grey(0, 0), grey(255, 0)}, {})));
}

TEST(TrainingSignsTest, AWatchSeesHowFarAStepGoes) {
    TrainConfig config = test::smallConfig(1);
    config.optimizer = customary(OptimizerKind::Sgd);
    const auto model = makeModel(config.model, config.optimizer, 1);
    const auto trainables = model->trainables();
    const Tensor images = gather(*test::smallData().train, std::vector<std::uint32_t>{0, 1, 2, 3});
    Random random(1, 2);
    double size = 0;
    for (const float weight : model->parameters().values()) {
        size += double{weight} * double{weight};
    }
    EXPECT_EQ(gradientNorm(trainables), 0);
    const StepWatch watch(trainables);
    model->step(images, {.learningRate = 1e-4f}, random);
    const TrainingSigns signs = watch.signs();
    const float norm = gradientNorm(trainables);
    EXPECT_GT(norm, 0);
    EXPECT_NEAR(double{signs.updateRatio}, 1e-4 * double{norm} / std::sqrt(size),
                1e-3 * double{signs.updateRatio});
    EXPECT_GT(signs.gradientFade, 0);
    EXPECT_LE(signs.gradientFade, 1);
    EXPECT_TRUE(std::isnan(signs.diversity));
}

TEST(TrainingSignsTest, EachEpochHasThemAndSoHasItsHistory) {
    Trainer trainer(test::smallConfig(2), test::smallData(), test::everyStep());
    const test::Told told = test::runAll(trainer);
    for (const EpochResult& epoch : told.epochs) {
        EXPECT_GT(epoch.signs.updateRatio, 0);
        EXPECT_FALSE(epoch.signs.weakest.empty());
        EXPECT_GE(epoch.signs.diversity, 0);
    }
    for (const LossPoint& point : told.losses) {
        EXPECT_GT(point.gradientNorm, 0);
    }
    const LossHistory history = LossHistory::fromJson(told.checkpoint().history);
    EXPECT_EQ(history.losses().back().gradientNorm, told.losses.back().gradientNorm);
    EXPECT_EQ(history.epochs().back().signs.updateRatio, told.epochs.back().signs.updateRatio);
    EXPECT_EQ(history.epochs().back().signs.gradientFade, told.epochs.back().signs.gradientFade);
    EXPECT_EQ(history.epochs().back().signs.diversity, told.epochs.back().signs.diversity);
    EXPECT_EQ(history.epochs().back().signs.weakest, told.epochs.back().signs.weakest);
}

TEST(TrainingSignsTest, AConditionalModelsSamplesAreComparedWithinTheirClasses) {
    TrainConfig config = test::smallConfig(1);
    config.conditional = true;
    Trainer trainer(config, test::smallData(), test::everyStep());
    const test::Told told = test::runAll(trainer);
    EXPECT_GE(told.epochs.back().signs.diversity, 0);
}

} // namespace latentscape
