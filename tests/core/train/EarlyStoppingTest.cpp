#include "core/train/EarlyStopping.h"

#include "tests/core/train/SmallRun.h"

#include <gtest/gtest.h>
#include <limits>

namespace latentscape {
namespace {

using namespace test;

// An epoch for each loss; its KL is 10 of it.
std::string reason(const TrainConfig& config, const std::vector<float>& losses) {
    LossHistory history;
    for (const float loss : losses) {
        const auto epoch = static_cast<std::int64_t>(history.epochs().size() + 1);
        history.add(EpochResult{
            .epoch = epoch, .step = 0, .train = {}, .heldOut = {loss, loss - 10, 10}, .klPerLatent = {}});
    }
    return reasonToStop(config, LossHistory::fromJson(history.toJson())); // as after a resume
}

TrainConfig patient(std::int64_t epochs, float minDelta = 0) {
    TrainConfig config;
    config.patience = epochs;
    config.minDelta = minDelta;
    return config;
}

TEST(EarlyStoppingTest, WaitsForABetterLossAsLongAsItsPatience) {
    EXPECT_EQ(reason(patient(2), {}), "");
    EXPECT_EQ(reason(patient(2), {100, 90, 91}), "");
    EXPECT_EQ(reason(patient(2), {100, 90, 91, 89, 95}), "");
    EXPECT_EQ(
        reason(patient(2), {100, 90, 91, 90}),
        "Training ended after epoch 4: the held-out loss has not fallen for 2 epochs. It was best after "
        "epoch 2 (90.00 nats).");
    EXPECT_NE(reason(patient(1), {100, 90, 91}), "");
    EXPECT_EQ(reason(patient(0), {100, 101, 102, 103, 104}), "");
}

TEST(EarlyStoppingTest, ALittleBetterIsNotBetter) {
    const std::vector<float> slow{100, 99.6f, 99.2f};
    EXPECT_EQ(reason(patient(2, 0.5f), slow), ""); // 0.8 better than the first
    EXPECT_NE(reason(patient(2, 1), slow), "");
    EXPECT_EQ(reason(patient(2, 0), slow), "");
}

TEST(EarlyStoppingTest, EpochsOfTheKlWarmUpDoNotCount) {
    TrainConfig config = patient(2);
    config.schedule.klWarmupEpochs = 3;
    EXPECT_EQ(reason(config, {80, 85, 90}), "");
    EXPECT_EQ(reason(config, {80, 85, 90, 91}), "");
    EXPECT_NE(reason(config, {80, 85, 90, 91, 92}).find("after epoch 3 (90"), std::string::npos);
}

TEST(EarlyStoppingTest, CountsWithTheKlWeightOfNow) {
    TrainConfig config = patient(1);
    config.beta = 3;
    EXPECT_NE(reason(config, {100, 100}).find("(120.00 nats)"), std::string::npos);
}

TEST(EarlyStoppingTest, ALossThatIsNoNumberIsNoBetter) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(reason(patient(2), {nan, 90}), "");
    EXPECT_NE(reason(patient(2), {90, nan, nan}), "");
}

// Its learning rate is zero: the first epoch is the best.
TrainConfig fruitless(std::int64_t epochs) {
    TrainConfig config = smallConfig(epochs);
    config.learningRate = 0;
    config.patience = 3;
    return config;
}

TEST(EarlyStoppingTest, EndsARunThatSaysSo) {
    Trainer trainer(fruitless(1000), smallData());
    const Told told = runAll(trainer);
    EXPECT_EQ(told.state, TrainState::Finished);
    EXPECT_EQ(told.epochs.size(), 4U);
    EXPECT_NE(told.last().message.find("best after epoch 1"), std::string::npos) << told.last().message;
    const Snapshot opened = snapshotOf(told.last().checkpoint, 1);
    EXPECT_EQ(opened.state, TrainState::Finished);
    EXPECT_EQ(opened.message, told.last().message);
}

TEST(EarlyStoppingTest, AResumedRunEndsWhereItWouldHaveEnded) {
    Trainer first(fruitless(3), smallData());
    const Told three = runAll(first);
    EXPECT_EQ(three.epochs.size(), 3U);
    EXPECT_EQ(three.last().message, "");
    Trainer second(fruitless(1000), smallData(), three.checkpoint());
    const Told fourth = runAll(second);
    EXPECT_EQ(fourth.epochs.size(), 1U);
    EXPECT_NE(fourth.last().message, "");
    Trainer third(fruitless(1000), smallData(), fourth.checkpoint());
    const Told none = runAll(third); // it has ended
    EXPECT_EQ(none.state, TrainState::Finished);
    EXPECT_TRUE(none.losses.empty());
    EXPECT_EQ(none.last().message, fourth.last().message);
}

} // namespace
} // namespace latentscape
