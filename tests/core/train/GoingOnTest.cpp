// A run that goes on from its checkpoint is the run that was never stopped.
#include "core/train/Trainer.h"

#include "core/train/LossHistory.h"
#include "tests/core/io/TemporaryFolder.h"
#include "tests/core/train/RunExpectations.h"

namespace latentscape {
namespace {

using namespace test;

class ResumeTest : public testing::TestWithParam<std::tuple<OptimizerConfig, std::int64_t>> {};

// N steps, save, load and M steps are N + M steps, bit for bit; in mid-epoch and between two.
TEST_P(ResumeTest, IsExact) {
    const auto [optimizer, steps] = GetParam();
    TrainConfig config = smallConfig(3);
    config.optimizer = optimizer;
    config.schedule = {.kind = ScheduleKind::OneCycle, .warmupEpochs = 0.5f, .klWarmupEpochs = 2};
    Trainer straight(config, smallData());
    const Told whole = runAll(straight);

    const Told before = stoppedAfter(steps, config);
    const TemporaryFolder folder;
    saveCheckpoint(folder / "c", before.checkpoint());
    const Checkpoint from = loadCheckpoint(folder / "c");
    Trainer resumed(trainConfigFromJson(from.settings), smallData(), from);
    const Told after = runAll(resumed);

    expectSteps(after, steps + 1, 3 * kSteps);
    expectSame(after.checkpoint(), whole.checkpoint());
    for (const LossPoint& point : after.losses) {
        const LossPoint& expected = whole.losses[static_cast<std::size_t>(point.step - 1)];
        EXPECT_EQ(point.losses, expected.losses) << point.step;
        EXPECT_EQ(point.gradientNorm, expected.gradientNorm) << point.step;
    }
    // The epoch that was broken off has the losses of all its images.
    for (std::size_t i = 0; i < after.epochs.size(); ++i) {
        const EpochResult& expected = whole.epochs[whole.epochs.size() - after.epochs.size() + i];
        EXPECT_EQ(after.epochs[i].epoch, expected.epoch);
        EXPECT_EQ(after.epochs[i].train, expected.train);
        EXPECT_EQ(after.epochs[i].heldOut, expected.heldOut);
        EXPECT_EQ(after.epochs[i].signs.updateRatio, expected.signs.updateRatio);
        EXPECT_EQ(after.epochs[i].signs.gradientFade, expected.signs.gradientFade);
        EXPECT_EQ(after.epochs[i].signs.diversity, expected.signs.diversity);
    }
    const LossHistory shown = LossHistory::fromJson(after.checkpoint().history);
    EXPECT_EQ(std::ssize(shown.losses()), 3 * kSteps);
    EXPECT_EQ(shown.epochs().size(), 3U);
}

std::vector<OptimizerConfig> optimizers() {
    std::vector<OptimizerConfig> all;
    for (const auto& [kind, name] : kOptimizerNames) {
        all.push_back(customary(kind));
    }
    all.push_back({.kind = OptimizerKind::Sgd, .nesterov = true, .weightDecay = 0.01f});
    all.push_back({.kind = OptimizerKind::RmsProp, .momentum = 0.9f, .clipNorm = 1});
    return all;
}

INSTANTIATE_TEST_SUITE_P(GoingOnTest, ResumeTest,
                         testing::Combine(testing::ValuesIn(optimizers()),
                                          testing::Values(1, 3, kSteps, kSteps + 2, 2 * kSteps)));

TEST(GoingOnTest, AFinishedRunGoesOnForMoreEpochs) {
    Trainer first(smallConfig(1), smallData());
    const Told told = runAll(first);
    Trainer nothingLeft(smallConfig(1), smallData(), told.checkpoint());
    expectSame(runAll(nothingLeft).checkpoint(), told.checkpoint());
    Trainer more(smallConfig(2), smallData(), told.checkpoint());
    Trainer straight(smallConfig(2), smallData());
    expectSame(runAll(more).checkpoint(), runAll(straight).checkpoint());
}

TEST(GoingOnTest, RefusesToGoOnWithOtherImagesOrAnotherModel) {
    Trainer first(smallConfig(1), smallData());
    const Told told = runAll(first);
    const LoadedData other = loadData("shapes", {.limit = kImages, .seed = 5});
    EXPECT_NE(messageOf(ErrorKind::Usage, [&] { Trainer(smallConfig(2), other, told.checkpoint()); })
                  .find("other images"),
              std::string::npos);
    TrainConfig wider = smallConfig(2);
    setDenseWidths(wider.model, {9});
    EXPECT_NE(messageOf(ErrorKind::Usage, [&] { Trainer(wider, smallData(), told.checkpoint()); })
                  .find("784-9-3-9-784"),
              std::string::npos);
}

} // namespace
} // namespace latentscape
