#include "core/train/EarlyStopping.h"

#include "tests/core/train/SmallRun.h"

#include <gtest/gtest.h>
#include <limits>

namespace latentscape {
namespace {

using namespace test;

// An epoch for each loss; its KL is 10 of it. The weight of the KL is 1 if not told.
LossHistory historyOf(const std::vector<float>& losses, const std::vector<float>& betas = {}) {
    LossHistory history;
    for (const float loss : losses) {
        const std::size_t before = history.epochs().size();
        EpochResult result;
        result.epoch = static_cast<std::int64_t>(before + 1);
        result.heldOut = {loss, loss - 10, 10};
        result.beta = before < betas.size() ? betas[before] : 1;
        history.add(result);
    }
    return LossHistory::fromJson(history.toJson()); // as after a resume
}

std::string reason(const TrainConfig& config, const std::vector<float>& losses,
                   const std::vector<float>& betas = {}) {
    return reasonToStop(config, historyOf(losses, betas), 0);
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
        "epoch 2 (90.00 nats), whose weights are kept.");
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
    const std::vector<float> betas{0.2f, 0.6f};
    EXPECT_EQ(reason(patient(2), {80, 85, 90}, betas), "");
    EXPECT_EQ(reason(patient(2), {80, 85, 90, 91}, betas), "");
    EXPECT_NE(reason(patient(2), {80, 85, 90, 91, 92}, betas).find("after epoch 3 (90"), std::string::npos);
}

TEST(EarlyStoppingTest, EpochsBeforeALiveChangeOfTheKlWeightDoNotCount) {
    TrainConfig config = patient(1);
    config.beta = 3;
    const std::vector<float> betas{1, 1, 3, 3};
    EXPECT_EQ(reason(config, {80, 90, 100}, betas), "");
    EXPECT_NE(reason(config, {80, 90, 100, 100}, betas).find("after epoch 3 (120.00 nats)"),
              std::string::npos);
}

TEST(EarlyStoppingTest, KnowsTheBestEpoch) {
    const auto best = [](const std::vector<float>& losses, const std::vector<float>& betas = {}) {
        const LossHistory history = historyOf(losses, betas);
        const EpochResult* epoch = bestEpoch(patient(5), history);
        return epoch ? epoch->epoch : 0;
    };
    EXPECT_EQ(best({}), 0);
    EXPECT_EQ(best({100, 90, 91, 90}), 2);
    EXPECT_EQ(best({70, 80}, {0.1f, 0.5f}), 2) << "the last of those that do not count";
    EXPECT_EQ(best({70, 80, 90}, {0.1f, 0.5f}), 3);
}

TEST(EarlyStoppingTest, ThereIsNoGoingBackToWeightsThatAreGone) {
    LossHistory history;
    for (const float loss : {100, 80, 90, 91, 92}) {
        EpochResult result;
        result.epoch = std::ssize(history.epochs()) + 1;
        result.step = 10 * result.epoch;
        result.heldOut = {loss, loss, 0};
        history.add(result);
    }
    EXPECT_EQ(bestEpoch(patient(2), history)->epoch, 2);
    EXPECT_EQ(bestEpoch(patient(2), history, 30)->epoch, 3);
    EXPECT_EQ(bestEpoch(patient(2), history, 51), nullptr);
    EXPECT_NE(reasonToStop(patient(2), history, 30).find("after epoch 3 (90.00 nats)"), std::string::npos);
    EXPECT_EQ(reasonToStop(patient(2), history, 40), "");
    EXPECT_EQ(reasonToStop(patient(2), history, 51), "");
    EXPECT_EQ(epochOf(history, 30).epoch, 3);
    EXPECT_EQ(epochOf(history, 39).epoch, 3);
    EXPECT_EQ(epochOf(history, 5).epoch, 0);
}

// -L_k is what is trained, and no other number of samples is to be compared with.
TEST(EarlyStoppingTest, SeveralSamplesHaveALossOfTheirOwn) {
    LossHistory history;
    for (const auto& [samples, bound, elbo] :
         {std::tuple(1, 80.0f, 80.0f), {5, 90.0f, 100.0f}, {5, 89.0f, 101.0f}, {5, 90.0f, 99.0f}}) {
        EpochResult result;
        result.epoch = std::ssize(history.epochs()) + 1;
        result.samples = samples;
        result.heldOut = {bound, elbo, 0};
        history.add(result);
    }
    history = LossHistory::fromJson(history.toJson());
    TrainConfig config = patient(2);
    config.samples = 5;
    EXPECT_EQ(bestEpoch(config, history)->epoch, 3);
}

TEST(EarlyStoppingTest, TheBestEpochOutlivesTheThinningOfAHistory) {
    for (const std::int64_t best : {500, 501}) {
        LossHistory history;
        for (int k = 1; k <= 2500; ++k) {
            EpochResult result;
            result.step = result.epoch = k;
            const float loss = k == best ? 50.0f : 100.0f;
            result.heldOut = {loss, loss, 0};
            history.add(result, k > best ? best : -1);
        }
        EXPECT_LE(history.epochs().size(), LossHistory::kMostEpochs);
        EXPECT_EQ(bestEpoch(patient(2), history)->epoch, best);
        EXPECT_EQ(history.epochs().back().epoch, 2500);
    }
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
    const Snapshot opened = snapshotOf(told.last().checkpoint, {.samples = 1});
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

// Of a rate so large that the first epochs are the best.
TrainConfig reckless(std::int64_t epochs, std::int64_t patience) {
    TrainConfig config = smallConfig(epochs);
    config.learningRate = 0.03f;
    config.patience = patience;
    return config;
}

std::vector<std::vector<float>> valuesOf(const std::vector<Checkpoint::Entry>& entries) {
    std::vector<std::vector<float>> values;
    for (const Checkpoint::Entry& entry : entries) {
        values.push_back(entry.values);
    }
    return values;
}

TEST(EarlyStoppingTest, TheWeightsOfTheBestEpochAreKept) {
    Trainer trainer(reckless(1000, 4), smallData());
    const Told told = runAll(trainer);
    ASSERT_EQ(told.state, TrainState::Finished);
    const LossHistory history = LossHistory::fromJson(told.checkpoint().history);
    const EpochResult best = *bestEpoch(reckless(1000, 4), history);
    ASSERT_LT(best.epoch, history.epochs().back().epoch);

    Trainer shorter(reckless(best.epoch, 0), smallData());
    const Told untilBest = runAll(shorter);
    EXPECT_EQ(valuesOf(told.checkpoint().weights), valuesOf(untilBest.checkpoint().weights));
    EXPECT_EQ(told.last().weights->values, untilBest.last().weights->values);
    EXPECT_EQ(told.last().weights->step, best.step);
    EXPECT_EQ(told.last().samples->front().pixels, untilBest.last().samples->front().pixels);
    const Snapshot opened = snapshotOf(told.last().checkpoint, {.samples = 1});
    EXPECT_EQ(opened.weights->values, untilBest.last().weights->values);
    EXPECT_EQ(opened.weights->step, best.step);
}

// The last weights are there as well: without patience the run goes on as if it had never had any.
TEST(EarlyStoppingTest, ARunThatEndedEarlyGoesOnFromItsLastWeights) {
    Trainer early(reckless(1000, 2), smallData());
    const Told ended = runAll(early);
    const std::int64_t epochs = ended.checkpoint().epoch;
    ASSERT_FALSE(ended.checkpoint().lastWeights.empty());
    Trainer further(reckless(epochs + 2, 0), smallData(), ended.checkpoint());
    Trainer whole(reckless(epochs + 2, 0), smallData());
    const Checkpoint resumed = runAll(further).checkpoint();
    EXPECT_EQ(valuesOf(resumed.weights), valuesOf(runAll(whole).checkpoint().weights));
    EXPECT_TRUE(resumed.lastWeights.empty());
}

// The best epoch was before anybody asked for patience: its weights are not there.
TEST(EarlyStoppingTest, PatienceBeginsWhenItIsAskedFor) {
    Trainer probe(reckless(1000, 4), smallData());
    const std::int64_t epochs = runAll(probe).checkpoint().epoch; // the best is four earlier
    Trainer without(reckless(epochs, 0), smallData());
    const Told before = runAll(without);
    Trainer with(reckless(1000, 3), smallData(), before.checkpoint());
    const Told ended = runAll(with);
    EXPECT_GE(ended.epochs.size(), 3U);
    const Checkpoint& last = ended.checkpoint();
    EXPECT_GE(last.weightsStep, before.checkpoint().step);
    const EpochResult kept = epochOf(LossHistory::fromJson(last.history), last.weightsStep);
    EXPECT_EQ(kept.step, last.weightsStep);
    EXPECT_NE(ended.last().message.find("best after epoch " + std::to_string(kept.epoch) + " "),
              std::string::npos)
        << ended.last().message;
}

TEST(EarlyStoppingTest, AResumedRunKnowsTheBestWeightsOfBefore) {
    Trainer early(reckless(1000, 4), smallData());
    const Checkpoint whole = runAll(early).checkpoint();
    Trainer first(reckless(whole.epoch - 1, 4), smallData()); // the best epoch is behind it
    const Checkpoint before = runAll(first).checkpoint();
    Trainer second(reckless(1000, 4), smallData(), before);
    const Checkpoint after = runAll(second).checkpoint();
    EXPECT_EQ(after.epoch, whole.epoch);
    EXPECT_EQ(valuesOf(after.weights), valuesOf(whole.weights));
    EXPECT_EQ(valuesOf(after.lastWeights), valuesOf(whole.lastWeights));
    EXPECT_EQ(after.weightsStep, whole.weightsStep);
}

} // namespace
} // namespace latentscape
