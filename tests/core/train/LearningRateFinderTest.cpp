#include "core/train/LearningRateFinder.h"

#include "tests/core/io/TemporaryFolder.h"
#include "tests/core/train/SmallRun.h"

#include <cmath>

namespace latentscape {
namespace {

using namespace test;

TEST(LearningRateFinderTest, TriesRatesThatGrowExponentially) {
    const RateCurve curve =
        findLearningRate(smallConfig(1), smallData().train, {.lowest = 1e-5f, .highest = 1e-3f, .steps = 5});
    ASSERT_EQ(curve.points.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_FLOAT_EQ(curve.points[i].rate, static_cast<float>(1e-5 * std::pow(10.0, 0.5 * double(i))));
    }
}

// Its steps are those of training, and the mean of the first values is that of those values alone.
TEST(LearningRateFinderTest, TrainsTheModelOfTheSettings) {
    const TrainConfig config = smallConfig(1);
    Trainer trainer(config, smallData());
    const float first = runAll(trainer).losses[0].losses[0];
    const RateCurve curve = findLearningRate(config, smallData().train, {});
    EXPECT_EQ(curve.points[0].loss, first);
    EXPECT_EQ(curve.points[0].smoothed, first);
    EXPECT_NEAR(curve.points[1].smoothed, (0.8 * first + curve.points[1].loss) / 1.8, 1e-3);
}

TEST(LearningRateFinderTest, SeesTheImagesThatTrainingSees) {
    TrainConfig config = smallConfig(1);
    config.augment = augmentFromText("shift=5,noise=0.3");
    config.binarise = Binarise::Dynamic;
    Trainer trainer(config, smallData());
    EXPECT_EQ(findLearningRate(config, smallData().train, {}).points[0].loss,
              runAll(trainer).losses[0].losses[0]);
}

TEST(LearningRateFinderTest, EndsWhenTheLossIsFarAboveItsLeast) {
    TrainConfig config = smallConfig(1);
    config.optimizer.kind = OptimizerKind::Sgd;
    const RateCurve curve = findLearningRate(config, smallData().train, {.highest = 1000, .steps = 500});
    ASSERT_LT(curve.points.size(), 500U);
    float least = curve.points[0].smoothed;
    for (const RatePoint& point : curve.points) {
        EXPECT_TRUE(std::isfinite(point.loss) && std::isfinite(point.smoothed));
        EXPECT_TRUE(point.smoothed <= 4 * least || &point == &curve.points.back());
        least = std::min(least, point.smoothed);
    }
}

TEST(LearningRateFinderTest, ItsSuggestionTrains) {
    TrainConfig config = smallConfig(20);
    config.learningRate = findLearningRate(config, smallData().train, {}).suggestion;
    EXPECT_GT(config.learningRate, 1e-4f);
    EXPECT_LT(config.learningRate, 0.1f);
    Trainer trainer(config, smallData());
    const Told told = runAll(trainer);
    EXPECT_EQ(told.state, TrainState::Finished);
    EXPECT_LT(told.epochs.back().train[0], 0.7f * told.losses.front().losses[0]);
}

// A fall around 1e-3, one of noise before it, and a greater one after the loss has risen again.
TEST(LearningRateFinderTest, SuggestsTheRateAtWhichTheLossFallsFastest) {
    std::vector<RatePoint> points;
    for (int i = 0; i < 120; ++i) {
        const double decades = -6 + i / 20.0;
        double loss = 300 - 200 / (1 + std::exp(-8 * (decades + 3)));
        loss += i == 20 ? 80 : decades > -1.5 && decades < -1 ? 1000 : 0;
        const auto shown = static_cast<float>(loss);
        points.push_back(
            {static_cast<float>(std::pow(10.0, decades)), shown, shown + (decades > -2 ? 10 : 0)});
    }
    EXPECT_NEAR(std::log10(suggestedRate(points)), -3, 0.1);
}

TEST(LearningRateFinderTest, FewPointsHaveASuggestionToo) {
    EXPECT_EQ(suggestedRate({}), 0);
    EXPECT_EQ(suggestedRate({{0.5f, 1, 1}}), 0.5f);
    EXPECT_EQ(suggestedRate({{0.1f, 2, 2}, {1, 1, 1}}), 1);
    EXPECT_EQ(suggestedRate({{0.1f, 1, 1}, {1, 2, 2}}), 0.1f); // no rate teaches it anything
}

TEST(LearningRateFinderTest, CanBeStoppedAndTellsItsPoints) {
    std::stop_source stop;
    std::vector<RatePoint> told;
    const RateCurve curve = findLearningRate(smallConfig(1), smallData().train, {}, stop.get_token(),
                                             [&](const RatePoint& point) {
                                                 told.push_back(point);
                                                 if (told.size() == 7) {
                                                     stop.request_stop();
                                                 }
                                             });
    EXPECT_EQ(curve.points.size(), 7U);
    EXPECT_EQ(told.size(), 7U);
}

TEST(LearningRateFinderTest, RefusesWhatIsImpossible) {
    TrainConfig gan = smallConfig(1);
    gan.model.kind = ModelKind::Gan;
    messageOf(ErrorKind::Usage, [&] { findLearningRate(gan, smallData().train, {}); });
    for (const RateSearch& search : {RateSearch{.lowest = 0}, RateSearch{.lowest = 2},
                                     RateSearch{.highest = INFINITY}, RateSearch{.steps = 1}}) {
        messageOf(ErrorKind::Usage, [&] { findLearningRate(smallConfig(1), smallData().train, search); });
    }
}

} // namespace
} // namespace latentscape
