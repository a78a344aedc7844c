// Settings that change while a run goes on, the moments that are kept on its way, and single steps.

#include "core/tensor/Error.h"
#include "core/train/LiveSettings.h"
#include "core/train/LossHistory.h"
#include "tests/core/train/SmallRun.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace latentscape {
namespace {

using namespace test;

TrainConfig smallGan(std::int64_t epochs) {
    TrainConfig config = smallConfig(epochs);
    config.model.kind = ModelKind::Gan;
    return config;
}

TrainerOptions withMoments() {
    TrainerOptions options = everyStep();
    options.momentInterval = 1e-9;
    options.run = "a run";
    return options;
}

std::vector<std::int64_t> stepsOf(const std::vector<Moment>& moments) {
    std::vector<std::int64_t> steps;
    for (const Moment& moment : moments) {
        steps.push_back(moment.checkpoint->step);
    }
    return steps;
}

void expectSameWeights(const Checkpoint& a, const Checkpoint& b) {
    ASSERT_EQ(a.weights.size(), b.weights.size());
    for (std::size_t i = 0; i < a.weights.size(); ++i) {
        EXPECT_EQ(a.weights[i].values, b.weights[i].values) << a.weights[i].name;
    }
    EXPECT_EQ(a.random, b.random);
}

// ---- settings ----

TEST(LiveChangesTest, OnlyWhatMayChangeIsTaken) {
    TrainConfig config = smallConfig(3);
    TrainConfig wanted = config;
    wanted.model.latent = 7;
    wanted.seed = 5;
    wanted.binarise = Binarise::Static;
    wanted.model.labelSmoothing = 0.1f; // a VAE has none
    EXPECT_TRUE(takeLiveSettings(wanted, config).empty());
    EXPECT_EQ(toJson(config), toJson(smallConfig(3)));
}

TEST(LiveChangesTest, EachChangeHasItsWords) {
    TrainConfig config = smallConfig(3);
    TrainConfig wanted = config;
    wanted.epochs = 8;
    wanted.learningRate = 0.0005f;
    wanted.batch = 20;
    wanted.schedule.kind = ScheduleKind::Cosine;
    wanted.optimizer.kind = OptimizerKind::Sgd;
    wanted.optimizer.nesterov = true;
    wanted.optimizer.clipNorm = 2.5f;
    wanted.augment.shift = 2;
    wanted.freeBits = 0.25f;
    const std::vector<std::string> expected{"epochs 3 → 8",         "learning rate 0.001 → 0.0005",
                                            "batch 16 → 20",        "schedule constant → cosine",
                                            "optimizer adam → sgd", "Nesterov off → on",
                                            "clip norm 0 → 2.5",    "shift 0 → 2",
                                            "free bits 0 → 0.25"};
    EXPECT_EQ(takeLiveSettings(wanted, config), expected);
    EXPECT_EQ(toJson(config), toJson(wanted));
    EXPECT_TRUE(takeLiveSettings(wanted, config).empty());
}

TEST(LiveChangesTest, ImpossibleSettingsAreRefusedAtOnce) {
    Trainer trainer(smallConfig(1), smallData());
    EXPECT_THROW(trainer.change(with(smallConfig(1), [](TrainConfig& c) { c.beta = -1; })), Error);
    EXPECT_THROW(trainer.change(with(smallConfig(1), [](TrainConfig& c) { c.model.latent = 0; })), Error);
}

TEST(LiveChangesTest, FewerEpochsEndTheRunWithTheOneItIsIn) {
    Trainer trainer(smallConfig(50), smallData(), everyStep());
    const Told told = runAll(trainer, [&](const Snapshot& snapshot) {
        if (snapshot.step == kSteps + 2) {
            trainer.change(smallConfig(1));
        }
    });
    EXPECT_EQ(told.state, TrainState::Finished);
    EXPECT_EQ(told.last().step, 2 * kSteps);
    EXPECT_EQ(told.changes.at(0).text, "epochs 50 → 2");
}

// Whatever was changed: from a moment after it the run goes on bit for bit.
TEST(LiveChangesTest, ResumesExactlyAfterAChange) {
    TrainConfig vae = smallConfig(4);
    TrainConfig vaeChanged = with(vae, [](TrainConfig& c) {
        c.optimizer = {.beta1 = 0.5f, .weightDecay = 0.01f, .clipNorm = 1};
        c.augment.shift = 2;
        c.samples = 3;
        c.schedule.kind = ScheduleKind::Cosine;
        c.epochs = 5;
    });
    TrainConfig vaeOtherwise = with(vae, [](TrainConfig& c) {
        c.optimizer.kind = OptimizerKind::RmsProp;
        c.batch = 24;
        c.schedule.kind = ScheduleKind::OneCycle;
    });
    TrainConfig gan = smallGan(4);
    TrainConfig ganChanged = with(gan, [](TrainConfig& c) {
        c.model.ganLoss = GanLoss::Relativistic;
        c.model.labelSmoothing = 0.1f;
        c.model.weightAverage = 0.9f;
        c.model.discriminatorSteps = 2;
        c.model.differentiableAugment.translation = 0.125f;
        c.optimizer.beta1 = 0.5f;
    });
    for (const auto& [config, changed] :
         {std::pair{vae, vaeChanged}, {vae, vaeOtherwise}, {gan, ganChanged}}) {
        TrainerOptions options = withMoments();
        options.checkpointInterval = 1e-9;
        Trainer trainer(config, smallData(), options);
        const Told told = runAll(trainer, [&, wanted = changed](const Snapshot& snapshot) {
            if (snapshot.step == 3) {
                trainer.change(wanted);
            }
        });
        for (const std::int64_t step : {4, 8}) {
            const Checkpoint& from = *told.snapshots[static_cast<std::size_t>(step - 1)].checkpoint;
            ASSERT_EQ(from.step, step);
            Trainer again(trainConfigFromJson(from.settings), smallData(), from);
            const Told rest = runAll(again);
            expectSameWeights(rest.checkpoint(), told.checkpoint());
            for (const LossPoint& point : rest.losses) { // a figure of two networks that may learn in turns
                EXPECT_EQ(point.gradientNorm,
                          told.losses[static_cast<std::size_t>(point.step - 1)].gradientNorm);
            }
        }
        // From the moment that was kept before the change it goes on without it.
        const auto steps = stepsOf(told.moments);
        const auto before = std::ranges::find(steps, 3) - steps.begin();
        ASSERT_LT(before, std::ssize(steps));
        const Checkpoint& from = *told.moments[static_cast<std::size_t>(before)].checkpoint;
        EXPECT_TRUE(LossHistory::fromJson(from.history).changes().empty());
        Trainer again(trainConfigFromJson(from.settings), smallData(), from);
        Trainer plain(config, smallData());
        expectSameWeights(runAll(again).checkpoint(), runAll(plain).checkpoint());
    }
}

TEST(LiveChangesTest, AnotherBatchLeavesTheScheduleWhereItIs) {
    TrainConfig config = smallConfig(4);
    config.schedule.kind = ScheduleKind::Cosine;
    Trainer trainer(config, smallData(), everyStep());
    const Told told = runAll(trainer, [&](const Snapshot& snapshot) {
        if (snapshot.step == 2 * kSteps) {
            trainer.change(with(config, [](TrainConfig& c) { c.batch = kImages; }));
        }
    });
    EXPECT_EQ(told.last().step, 2 * kSteps + 2); // two epochs of one step
    EXPECT_EQ(told.last().totalSteps, told.last().step);
    EXPECT_EQ(told.snapshots[static_cast<std::size_t>(2 * kSteps)].totalSteps, told.last().step);
    EXPECT_FLOAT_EQ(told.losses[2 * kSteps - 1].learningRate,
                    controlsAt(config, 2 * kSteps - 1, kImages).learningRate);
    EXPECT_FLOAT_EQ(told.losses[2 * kSteps].learningRate, config.learningRate / 2); // half of the run is over
}

TEST(LiveChangesTest, AnotherOptimizerBeginsAnewAndAdamWGoesOn) {
    ParameterStore store;
    store.declare("weight", {64}, {});
    store.allocate();
    std::ranges::fill(store.gradients(), 0.5f);
    auto optimizer = makeOptimizer({}, store.values().size());
    ASSERT_TRUE(optimizer->step(store, 0.1f));
    changeOptimizer(optimizer, customary(OptimizerKind::AdamW), store.values().size());
    EXPECT_EQ(optimizer->stepCount(), 1);
    EXPECT_NE(optimizer->state()[0].values[0], 0);
    changeOptimizer(optimizer, customary(OptimizerKind::RmsProp), store.values().size());
    EXPECT_EQ(optimizer->stepCount(), 0);
    EXPECT_EQ(optimizer->state().size(), 1U);
    ASSERT_TRUE(optimizer->step(store, 0.1f));
    const float meanSquare = optimizer->state()[0].values[0];
    changeOptimizer(optimizer, {.kind = OptimizerKind::RmsProp, .momentum = 0.9f}, store.values().size());
    EXPECT_EQ(optimizer->state().size(), 2U);
    EXPECT_EQ(optimizer->stepCount(), 1);
    EXPECT_GT(meanSquare, 0);
    EXPECT_EQ(optimizer->state()[0].values[0], meanSquare);
    ASSERT_TRUE(optimizer->step(store, 0.1f));
}

// ---- moments ----

TEST(LiveChangesTest, MomentsAreKeptFromTheFirstStepToTheLast) {
    Trainer trainer(smallConfig(3), smallData(), withMoments());
    const Told told = runAll(trainer);
    const auto steps = stepsOf(told.moments);
    EXPECT_EQ(steps.front(), 0);
    EXPECT_EQ(steps.back(), 3 * kSteps);
    EXPECT_TRUE(std::ranges::is_sorted(steps, std::ranges::less_equal()));
    for (const Moment& moment : told.moments) {
        EXPECT_EQ(moment.checkpoint->run, "a run");
        EXPECT_EQ(moment.pictures.samples->size(), 64U);
        ASSERT_TRUE(moment.pictures.reconstructions);
        ASSERT_EQ(moment.pictures.reconstructions->size(), 32U); // each image with its original
        EXPECT_EQ(moment.pictures.reconstructions->at(2).pixels, smallData().heldOut->image(1).pixels);
    }
    EXPECT_NE(told.moments.front().pictures.samples->at(0).pixels,
              told.moments.back().pictures.samples->at(0).pixels);
}

TEST(LiveChangesTest, AMomentHasItsOwnWeightsAlsoWhenTheBestAreKept) {
    TrainConfig config = smallConfig(6);
    config.learningRate = 0.3f; // gets worse soon
    config.patience = 100;
    Trainer trainer(config, smallData(), withMoments());
    const Told told = runAll(trainer);
    for (const Moment& moment : told.moments) {
        EXPECT_TRUE(moment.checkpoint->lastWeights.empty());
        EXPECT_EQ(moment.checkpoint->weightsStep, moment.checkpoint->step);
    }
}

TEST(LiveChangesTest, ThereAreNoneUnlessAsked) {
    Trainer trainer(smallConfig(2), smallData(), everyStep());
    EXPECT_TRUE(runAll(trainer).moments.empty());
}

TEST(LiveChangesTest, AGanHasNoReconstructions) {
    Trainer trainer(smallGan(1), smallData(), withMoments());
    const Told told = runAll(trainer);
    EXPECT_FALSE(told.moments.back().pictures.reconstructions);
    EXPECT_TRUE(told.moments.back().pictures.samples);
}

// ---- single steps ----

// Pauses after the first step, then takes so many single steps, then stops.
Told singleSteps(Trainer& trainer, const std::vector<StepPart>& parts) {
    std::stop_source stop;
    std::size_t taken = 0;
    return runAll(
        trainer,
        [&](const Snapshot& snapshot) {
            if (snapshot.step == 1 && snapshot.state == TrainState::Running) {
                trainer.setPaused(true);
            } else if (snapshot.state == TrainState::Paused) {
                EXPECT_EQ(snapshot.step, static_cast<std::int64_t>(taken) + 1);
                if (taken < parts.size()) {
                    trainer.takeOneStep(parts[taken++]);
                } else {
                    stop.request_stop();
                }
            } else if (snapshot.step > 1) {
                EXPECT_EQ(snapshot.state, TrainState::Stopped);
            }
        },
        stop.get_token());
}

TEST(LiveChangesTest, SingleStepsAreThoseOfTheRun) {
    Trainer trainer(smallConfig(3), smallData(), everyStep());
    const Told told = singleSteps(trainer, std::vector(kSteps + 1, StepPart::All));
    ASSERT_EQ(std::ssize(told.losses), kSteps + 2);
    EXPECT_EQ(told.epochs.size(), 1U);
    Trainer whole(smallConfig(3), smallData());
    const Told expected = runAll(whole);
    for (std::size_t i = 0; i < told.losses.size(); ++i) {
        EXPECT_EQ(told.losses[i].losses, expected.losses[i].losses) << i;
    }
}

TEST(LiveChangesTest, OneStepWhileItRunsIsNone) {
    Trainer trainer(smallConfig(2), smallData(), everyStep());
    const Told told = runAll(trainer, [&](const Snapshot&) { trainer.takeOneStep(StepPart::Discriminator); });
    EXPECT_EQ(told.last().step, 2 * kSteps);
}

TEST(LiveChangesTest, EachNetworkOfAGanCanLearnAlone) {
    TrainerOptions options = everyStep();
    options.checkpointInterval = 1e-9;
    Trainer one(smallGan(3), smallData(), options);
    const Told told = singleSteps(one, {StepPart::Discriminator, StepPart::Generator});
    const auto weightsAt = [&](std::int64_t step, const char* network) {
        std::vector<float> all;
        const auto at = std::ranges::find_if(
            told.snapshots, [&](const Snapshot& s) { return s.checkpoint && s.checkpoint->step == step; });
        for (const Checkpoint::Entry& entry : at->checkpoint->weights) {
            if (entry.name.starts_with(network)) {
                all.insert(all.end(), entry.values.begin(), entry.values.end());
            }
        }
        EXPECT_FALSE(all.empty()) << step;
        return all;
    };
    EXPECT_EQ(weightsAt(1, "generator"), weightsAt(2, "generator"));
    EXPECT_NE(weightsAt(1, "discriminator"), weightsAt(2, "discriminator"));
    EXPECT_NE(weightsAt(2, "generator"), weightsAt(3, "generator"));
    EXPECT_EQ(weightsAt(2, "discriminator"), weightsAt(3, "discriminator"));
    for (const LossPoint& point : told.losses) {
        EXPECT_TRUE(std::ranges::all_of(point.losses, [](float v) { return v > 0; })) << point.step;
    }
}

} // namespace
} // namespace latentscape
