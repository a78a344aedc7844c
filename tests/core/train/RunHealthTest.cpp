#include "core/train/RunHealth.h"

#include <gtest/gtest.h>

namespace latentscape {

namespace {

using Verdict = RunHealth::Verdict;

Snapshot epoch(float train, float heldOut, std::vector<float> kl = {1.0f, 0.5f, 0.001f}) {
    EpochResult result;
    result.epoch = 1;
    result.train = {train, train - 1, 1};
    result.heldOut = {heldOut, heldOut - 1, 1};
    result.klPerLatent = std::move(kl);
    Snapshot snapshot;
    snapshot.epochs = {result};
    return snapshot;
}

Snapshot change() {
    Snapshot snapshot;
    snapshot.changes = {{0.5, "beta 1 → 4"}};
    return snapshot;
}

} // namespace

TEST(RunHealthTest, StartsWithoutAVerdict) {
    EXPECT_EQ(RunHealth().verdict(), Verdict::Starting);
}

TEST(RunHealthTest, LearnsWhileTheHeldOutLossFalls) {
    RunHealth health;
    for (const float loss : {150.0f, 140.0f, 139.0f}) {
        health.add(epoch(loss, loss + 1));
        EXPECT_EQ(health.verdict(), Verdict::Learning);
    }
    EXPECT_EQ(health.latents(), 3);
    EXPECT_EQ(health.activeLatents(), 2);
}

TEST(RunHealthTest, SaysWhenAGansDiscriminatorAlwaysTells) {
    RunHealth health(ModelKind::Gan);
    const auto round = [&](float dReal, float dFake) {
        Snapshot snapshot = epoch(1, 1, {});
        snapshot.epochs[0].train = {1, 1, dReal, dFake};
        health.add(snapshot);
        return health.verdict();
    };
    EXPECT_EQ(round(0.7f, 0.3f), Verdict::Matched);
    EXPECT_EQ(round(0.99f, 0.01f), Verdict::Outplayed);
    EXPECT_EQ(round(0.99f, 0.4f), Verdict::Matched);
    EXPECT_FLOAT_EQ(health.dReal(), 0.99f);
}

TEST(RunHealthTest, LearnsSlowlyWhileTheLatentsTellNextToNothing) {
    RunHealth health;
    Snapshot first = epoch(150, 151, {0.2f, 0.1f});
    first.epochs[0].heldOut[2] = 0.3f;
    health.add(first);
    EXPECT_EQ(health.verdict(), Verdict::Slow);
    health.add(epoch(140, 141));
    EXPECT_EQ(health.verdict(), Verdict::Learning);
}

TEST(RunHealthTest, SettlesWhenNothingNoticeableHasChangedForThreeEpochs) {
    RunHealth health;
    health.add(epoch(100, 101));
    health.add(epoch(100, 100.95f));
    health.add(epoch(100, 101.05f));
    EXPECT_EQ(health.verdict(), Verdict::Learning);
    health.add(epoch(100, 101));
    EXPECT_EQ(health.verdict(), Verdict::Settled);
}

TEST(RunHealthTest, OverfitsWhenTheHeldOutLossRisesWhileTheTrainingLossFalls) {
    RunHealth health;
    health.add(epoch(100, 101));
    for (const float step : {1.0f, 2.0f, 3.0f}) {
        health.add(epoch(100 - step, 101 + step));
    }
    EXPECT_EQ(health.verdict(), Verdict::Overfitting);
}

TEST(RunHealthTest, CollapsesWhenNoLatentIsInUse) {
    RunHealth health;
    health.add(epoch(100, 101, {0.001f, 0.0f}));
    EXPECT_EQ(health.verdict(), Verdict::Collapsed);
}

TEST(RunHealthTest, ALiveChangeBeginsAnew) {
    RunHealth health;
    health.add(epoch(100, 101));
    health.add(change());
    EXPECT_EQ(health.verdict(), Verdict::Starting);
    health.add(epoch(120, 121)); // another beta: a higher loss is no setback
    EXPECT_EQ(health.verdict(), Verdict::Learning);
}

TEST(RunHealthTest, AnEpochOfAKlWarmUpBeginsAnew) {
    RunHealth health;
    for (const float beta : {0.25f, 0.5f, 0.75f, 1.0f}) {
        Snapshot snapshot = epoch(100 - beta, 101 + 10 * beta); // the weight rises, not the error
        snapshot.epochs[0].beta = beta;
        health.add(snapshot);
        EXPECT_EQ(health.verdict(), Verdict::Learning) << beta;
    }
}

TEST(RunHealthTest, AChangeWithinAnEpochComesBeforeItsResult) {
    RunHealth health;
    for (int i = 0; i < 5; ++i) {
        health.add(epoch(100, 101));
    }
    EXPECT_EQ(health.verdict(), Verdict::Settled);
    Snapshot both = epoch(120, 121);
    both.changes = change().changes;
    health.add(both);
    EXPECT_EQ(health.verdict(), Verdict::Learning);
}

TEST(RunHealthTest, LossesMayBeNegative) {
    RunHealth health;
    for (const float loss : {-10.0f, -20.0f, -30.0f, -40.0f, -50.0f}) {
        health.add(epoch(loss, loss));
        EXPECT_EQ(health.verdict(), Verdict::Learning);
    }
}

} // namespace latentscape
