#include "core/train/Trainer.h"

#include "core/train/LossHistory.h"
#include "core/train/Metrics.h"
#include "tests/core/io/TemporaryFolder.h"
#include "tests/core/train/RunExpectations.h"

#include <algorithm>
#include <cmath>
#include <thread>

namespace latentscape {
namespace {

using namespace test;

TEST(TrainerTest, TheLastBatchOfAnEpochHoldsTheRest) {
    Trainer trainer(smallConfig(2), smallData());
    const Told told = runAll(trainer);
    EXPECT_EQ(told.state, TrainState::Finished);
    expectSteps(told, 1, 2 * kSteps);
    EXPECT_DOUBLE_EQ(told.losses[kSteps - 2].epoch, 48.0 / 50.0);
    EXPECT_DOUBLE_EQ(told.losses[kSteps - 1].epoch, 1.0);
    // The epoch's loss is the mean over images, not over batches.
    const auto loss = [&](std::size_t step) { return double{told.losses[step].losses[0]}; };
    ASSERT_EQ(told.epochs.size(), 2U);
    EXPECT_NEAR(told.epochs[0].train[0], (16 * (loss(0) + loss(1) + loss(2)) + 2 * loss(3)) / 50, 1e-3);
    EXPECT_EQ(told.epochs[0].step, kSteps);
    EXPECT_EQ(told.last().totalSteps, 2 * kSteps);
    EXPECT_EQ(told.last().secondsLeft, 0);
}

TEST(TrainerTest, ABatchLargerThanTheDataIsOneStepAnEpoch) {
    TrainConfig config = smallConfig(3);
    config.batch = 1000;
    Trainer trainer(config, smallData());
    expectSteps(runAll(trainer), 1, 3);
}

TEST(TrainerTest, HeldOutLossesAreThoseOfTheHeldOutImages) {
    TrainConfig config = smallConfig(2);
    config.beta = 0.5f;
    Trainer trainer(config, smallData());
    const Told told = runAll(trainer);
    const auto model = makeModel(told.checkpoint().model, told.checkpoint().optimizer, 9);
    restoreModel(told.checkpoint(), *model);
    const Evaluation expected = evaluate(*model, *smallData().heldOut, config.seed);
    const EpochResult& end = told.epochs.back();
    EXPECT_EQ(end.heldOut[1], expected.losses[1]);
    EXPECT_EQ(end.heldOut[2], expected.losses[2]);
    EXPECT_NEAR(end.heldOut[0], expected.losses[1] + 0.5f * expected.losses[2], 1e-4);
    EXPECT_EQ(end.klPerLatent, expected.klPerLatent);
}

TEST(TrainerTest, HeldOutImagesAreNotLearntFrom) {
    const LoadedData& data = smallData();
    Trainer trainer(smallConfig(2), data);
    Trainer other(smallConfig(2), {data.train, data.train});
    const Told a = runAll(trainer);
    const Told b = runAll(other);
    EXPECT_NE(a.epochs[0].heldOut, b.epochs[0].heldOut);
    expectSame(a.checkpoint(), b.checkpoint());
}

TEST(TrainerTest, TheSeedDecidesTheRun) {
    TrainConfig config = smallConfig(2);
    Trainer first(config, smallData());
    Trainer second(config, smallData());
    config.seed = 1;
    Trainer other(config, smallData());
    const Told a = runAll(first);
    expectSame(a.checkpoint(), runAll(second).checkpoint());
    EXPECT_NE(a.checkpoint().weights[0].values, runAll(other).checkpoint().weights[0].values);
}

TEST(TrainerTest, StopsAtAStepBoundary) {
    const Told told = stoppedAfter(6, smallConfig(1000));
    EXPECT_EQ(told.state, TrainState::Stopped);
    expectSteps(told, 1, 6);
    EXPECT_EQ(told.checkpoint().epoch, 1);
    EXPECT_EQ(told.checkpoint().cursor, 2 * kBatch);
    EXPECT_EQ(told.last().weights->step, 6);
    EXPECT_TRUE(told.last().message.empty());
}

TEST(TrainerTest, StoppedBeforeItStartsItHasItsFirstWeights) {
    Trainer trainer(smallConfig(2), smallData());
    std::stop_source stop;
    stop.request_stop();
    const Told told = runAll(
        trainer, [](const Snapshot&) {}, stop.get_token());
    EXPECT_EQ(told.state, TrainState::Stopped);
    expectSteps(told, 1, 0);
}

TEST(TrainerTest, APauseChangesNothing) {
    Trainer straight(smallConfig(3), smallData());
    Trainer trainer(smallConfig(3), smallData(), everyStep());
    int pausesSeen = 0;
    const Told told = runAll(trainer, [&](const Snapshot& snapshot) {
        if (snapshot.state == TrainState::Paused) {
            EXPECT_EQ(snapshot.step, 5);
            EXPECT_TRUE(snapshot.weights && snapshot.samples);
            if (++pausesSeen == 1) {
                trainer.requestCheckpoint(); // arrives while paused
            } else {
                EXPECT_TRUE(snapshot.checkpoint && snapshot.checkpoint->step == 5);
                trainer.setPaused(false);
            }
        } else if (snapshot.step == 5 && pausesSeen == 0) {
            trainer.setPaused(true);
        }
    });
    EXPECT_EQ(pausesSeen, 2);
    EXPECT_EQ(told.state, TrainState::Finished);
    expectSteps(told, 1, 3 * kSteps);
    expectSame(told.checkpoint(), runAll(straight).checkpoint());
}

TEST(TrainerTest, CanBeStoppedWhilePaused) {
    Trainer trainer(smallConfig(1000), smallData());
    trainer.setPaused(true); // before the first step
    std::stop_source stop;
    std::jthread stopper;
    const Told told = runAll(
        trainer,
        [&](const Snapshot& snapshot) {
            if (snapshot.state == TrainState::Paused) {
                stopper = std::jthread([&] { stop.request_stop(); });
            }
        },
        stop.get_token());
    EXPECT_EQ(told.state, TrainState::Stopped);
    expectSteps(told, 1, 0);
}

TEST(TrainerTest, LiveChangesTakeEffectAndAreRecorded) {
    const TrainConfig changed = with(smallConfig(2), [](TrainConfig& c) {
        c.learningRate = 0.01f;
        c.beta = 0.25f;
    });
    Trainer trainer(smallConfig(2), smallData(), everyStep());
    const Told told = runAll(trainer, [&](const Snapshot& snapshot) {
        if (snapshot.step == 2) {
            trainer.change(changed);
        } else if (snapshot.step == 5) {
            trainer.change(changed); // no change
        }
    });
    ASSERT_EQ(told.changes.size(), 2U);
    EXPECT_EQ(told.changes[0].text, "learning rate 0.001 → 0.01");
    EXPECT_EQ(told.changes[1].text, "beta 1 → 0.25");
    EXPECT_DOUBLE_EQ(told.changes[0].epoch, 2.0 * kBatch / kImages);
    for (const LossPoint& point : told.losses) {
        const float beta = point.step <= 2 ? 1.0f : 0.25f;
        EXPECT_NEAR(point.losses[0], point.losses[1] + beta * point.losses[2], 1e-3) << point.step;
    }
    const TrainConfig saved = trainConfigFromJson(told.checkpoint().settings);
    EXPECT_EQ(saved.learningRate, 0.01f);
    EXPECT_EQ(saved.beta, 0.25f);
    EXPECT_EQ(LossHistory::fromJson(told.checkpoint().history).changes().size(), 2U);

    Trainer unchanged(smallConfig(2), smallData());
    EXPECT_NE(runAll(unchanged).last().weights->values, told.last().weights->values);
}

// A rate of zero at the start and the end of the run; a live change scales all that is to come.
TEST(TrainerTest, FollowsItsSchedule) {
    TrainConfig config = smallConfig(2);
    config.schedule = {.kind = ScheduleKind::Cosine, .warmupEpochs = 0.5f, .klWarmupEpochs = 1.5f};
    Trainer trainer(config, smallData(), everyStep());
    const Told told = runAll(trainer, [&](const Snapshot& snapshot) {
        if (snapshot.step == 5) {
            trainer.change(with(config, [](TrainConfig& c) { c.learningRate = 0.1f; }));
        }
        config.learningRate = snapshot.step < 6 ? 1e-3f : 0.1f;
        const StepControls next = controlsAt(config, snapshot.step, kImages);
        EXPECT_EQ(snapshot.learningRate, next.learningRate) << snapshot.step;
        EXPECT_EQ(snapshot.beta, next.beta) << snapshot.step;
    });
    for (const LossPoint& point : told.losses) {
        const float beta = controlsAt(config, point.step - 1, kImages).beta;
        EXPECT_NEAR(point.losses[0], point.losses[1] + beta * point.losses[2], 1e-3) << point.step;
        EXPECT_EQ(point.beta, beta) << point.step;
    }
    EXPECT_EQ(told.losses.front().losses[0], told.losses.front().losses[1]); // beta is 0
    EXPECT_EQ(told.losses[1].learningRate, 1e-3f);                           // the warm-up's end
    for (const EpochResult& epoch : told.epochs) {
        EXPECT_EQ(epoch.beta, controlsAt(config, epoch.step - 1, kImages).beta);
        EXPECT_NEAR(epoch.heldOut[0], epoch.heldOut[1] + epoch.beta * epoch.heldOut[2], 1e-3);
    }
    Trainer constant(smallConfig(2), smallData());
    EXPECT_NE(runAll(constant).last().weights->values, told.last().weights->values);
    const Snapshot opened = snapshotOf(told.last().checkpoint, {.samples = 1});
    EXPECT_EQ(opened.learningRate, told.last().learningRate);
    EXPECT_EQ(opened.beta, told.last().beta);
}

TEST(TrainerTest, TheLearningRateCanBeZero) {
    TrainConfig config = smallConfig(2);
    config.learningRate = 0;
    Trainer trainer(config, smallData(), everyStep());
    const Told told = runAll(trainer);
    EXPECT_EQ(told.snapshots.front().weights->values, told.last().weights->values);
}

// ---- snapshots ----

TEST(TrainerTest, NoMoreThanTwentySnapshotsASecond) {
    EXPECT_GE(TrainerOptions().snapshotInterval, 0.05);
}

// However much happens in between: epochs, checkpoints, changes.
TEST(TrainerTest, OneSnapshotAnIntervalAndNothingIsDropped) {
    TrainerOptions options;
    options.snapshotInterval = 3600;
    Trainer trainer(smallConfig(20), smallData(), options);
    const auto weighted = [](float beta) {
        return with(smallConfig(20), [&](TrainConfig& c) { c.beta = beta; });
    };
    std::jthread asking;
    const Told told = runAll(trainer, [&](const Snapshot& snapshot) {
        if (snapshot.state == TrainState::Paused) {
            asking = std::jthread([&] { // as from a slider that is dragged
                for (int i = 1; i <= 200; ++i) {
                    trainer.change(weighted(0.001f * static_cast<float>(i)));
                    std::this_thread::yield();
                }
                trainer.setPaused(false);
            });
        } else if (snapshot.step == 1) {
            trainer.requestCheckpoint();
            trainer.newSampleLatents();
            trainer.change(weighted(0.5f));
            trainer.setPaused(true);
        }
    });
    ASSERT_EQ(told.snapshots.size(), 3U); // the first step, the pause, the end
    EXPECT_TRUE(told.snapshots[1].checkpoint);
    expectSteps(told, 1, 20 * kSteps);
    EXPECT_EQ(told.epochs.size(), 20U);
    EXPECT_EQ(told.changes.front().text, "beta 1 → 0.5");
    EXPECT_TRUE(told.changes.back().text.ends_with("→ 0.2")) << told.changes.back().text;
}

TEST(TrainerTest, PreviewsComeWhenTheyAreDueOrNever) {
    TrainerOptions options = everyStep();
    options.weightsInterval = 1e-9;
    options.samplesInterval = 1e-9;
    options.checkpointInterval = 1e-9;
    Trainer eager(smallConfig(1), smallData(), options);
    for (const Snapshot& snapshot : runAll(eager).snapshots) {
        EXPECT_TRUE(snapshot.weights && snapshot.checkpoint);
        ASSERT_TRUE(snapshot.samples);
        EXPECT_EQ(snapshot.samples->size(), 4U);
        EXPECT_EQ(snapshot.weights->step, snapshot.step);
        EXPECT_EQ(snapshot.checkpoint->step, snapshot.step);
    }
    options.weightsInterval = 0;
    options.samplesInterval = 0;
    options.checkpointInterval = 0;
    Trainer silent(smallConfig(1), smallData(), options);
    const Told told = runAll(silent);
    for (const Snapshot& snapshot : told.snapshots) {
        EXPECT_FALSE(snapshot.weights || snapshot.samples);
        EXPECT_EQ(snapshot.checkpoint != nullptr, &snapshot == &told.last());
    }
}

TEST(TrainerTest, SamplesAreOfTheSameLatentsUntilOthersAreAskedFor) {
    TrainConfig config = smallConfig(2);
    config.learningRate = 0; // so that only the latents can change the picture
    TrainerOptions options = everyStep();
    options.samplesInterval = 1e-9;
    Trainer trainer(config, smallData(), options);
    const Told told = runAll(trainer, [&](const Snapshot& snapshot) {
        if (snapshot.step == 3) {
            trainer.newSampleLatents();
        }
    });
    const auto pixels = [&](std::size_t i) { return told.snapshots[i].samples->front().pixels; };
    EXPECT_EQ(pixels(0), pixels(2));
    EXPECT_NE(pixels(2), pixels(3));
    EXPECT_EQ(pixels(3), pixels(6));
}

TEST(TrainerTest, WhatTheCallbackThrowsPassesThrough) {
    Trainer trainer(smallConfig(2), smallData());
    messageOf(ErrorKind::Io, [&] {
        trainer.run({}, [](const Snapshot&) { throw Error(ErrorKind::Io, "the disk is full"); });
    });
}

TEST(TrainerTest, RefusesSettingsThatAreImpossible) {
    TrainConfig config = smallConfig(0);
    messageOf(ErrorKind::Usage, [&] { Trainer(config, smallData()); });
    config = smallConfig(1);
    config.model.latent = 0;
    messageOf(ErrorKind::Usage, [&] { Trainer(config, smallData()); });
}

} // namespace
} // namespace latentscape
