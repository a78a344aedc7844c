#include "core/train/LossHistory.h"

#include "core/train/Trainer.h"
#include "tests/core/io/TemporaryFolder.h"

namespace latentscape {
namespace {

LossPoint point(std::int64_t step) {
    const auto value = static_cast<float>(step);
    return {step, static_cast<double>(step) / 10, {value, 2 * value, 3 * value}};
}

TEST(LossHistoryTest, StaysBoundedAndKeepsTheMean) {
    LossHistory history;
    constexpr std::int64_t steps = 100'000;
    double sum = 0;
    for (std::int64_t step = 1; step <= steps; ++step) {
        history.add(point(step));
        ASSERT_LE(history.losses().size(), LossHistory::kMostPoints);
    }
    for (const LossPoint& p : history.losses()) {
        sum += double{p.losses[0]};
    }
    ASSERT_GT(history.losses().size(), LossHistory::kMostPoints / 4);
    // Equal weights: the points of a straight line have its mean.
    const auto covered = static_cast<double>(history.losses().back().step);
    EXPECT_NEAR(sum / static_cast<double>(history.losses().size()), (covered + 1) / 2, 1);
    EXPECT_GT(covered, 0.99 * steps);
}

TEST(LossHistoryTest, TellsWhereAStepEndedAlsoAfterAnotherBatch) {
    LossHistory history;
    EXPECT_EQ(history.epochAfter(7), 0);
    for (std::int64_t step = 1; step <= 10; ++step) {
        history.add(point(step));
    }
    history.add(LossPoint{12, 2, {}}); // larger batches
    EXPECT_EQ(history.epochAfter(0), 0);
    EXPECT_DOUBLE_EQ(history.epochAfter(5), 0.5);
    EXPECT_DOUBLE_EQ(history.epochAfter(10), 1);
    EXPECT_DOUBLE_EQ(history.epochAfter(11), 1.5);
    EXPECT_DOUBLE_EQ(history.epochAfter(24), 4);
    EpochResult end;
    end.epoch = 3;
    end.step = 15; // between two points
    history.add(end);
    history.add(LossPoint{20, 4, {}});
    EXPECT_EQ(history.epochAfter(15), 3.0);
    EXPECT_DOUBLE_EQ(history.epochAfter(16), 3.2);
}

TEST(LossHistoryTest, GoesOnAfterReadingAsIfNothingHadHappened) {
    LossHistory straight;
    LossHistory broken;
    for (std::int64_t step = 1; step <= 4003; ++step) {
        straight.add(point(step));
        broken.add(point(step));
        if (step % 501 == 0) {
            broken = LossHistory::fromJson(broken.toJson());
        }
    }
    EXPECT_EQ(straight.toJson(), broken.toJson());
}

TEST(LossHistoryTest, KeepsEpochsAndChangesWithinBounds) {
    LossHistory history;
    for (std::int64_t epoch = 1; epoch <= 5000; ++epoch) {
        EpochResult result;
        result.epoch = epoch;
        result.heldOut = {4, 5, 6};
        result.klPerLatent = {0.5f, 0.25f};
        history.add(result);
        history.add(ControlChange{static_cast<double>(epoch), "beta 0.5 → 1"});
    }
    const LossHistory read = LossHistory::fromJson(history.toJson());
    EXPECT_LE(read.epochs().size(), LossHistory::kMostEpochs);
    EXPECT_EQ(read.epochs().back().epoch, 5000);
    EXPECT_EQ(read.epochs().back().heldOut, (Losses{4, 5, 6}));
    EXPECT_EQ(read.epochs().back().klPerLatent, (std::vector<float>{0.5f, 0.25f}));
    EXPECT_EQ(read.changes().size(), LossHistory::kMostChanges);
    EXPECT_EQ(read.changes().back().text, "beta 0.5 → 1");
}

TEST(LossHistoryTest, RefusesWhatIsNotAHistory) {
    EXPECT_TRUE(LossHistory::fromJson("{}").losses().empty());
    const std::string good = LossHistory().toJson();
    const auto refusal = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        return messageOf(ErrorKind::Input, [&] { LossHistory::fromJson(text); });
    };
    EXPECT_NE(refusal("\"losses\":[]", "\"losses\":[1]"), "");
    EXPECT_NE(refusal("\"losses\":[]", "\"losses\":7"), "");
    EXPECT_NE(refusal("\"stride\":1", "\"stride\":0"), "");
    EXPECT_NE(refusal("\"stride\":1", "\"stride\":9223372036854775807"), "");
    EXPECT_NE(refusal("\"pending\":0", "\"pending\":5"), "");
    EXPECT_NE(refusal("[0.0,0.0,0.0,0.0]", "[0.0,\"x\",0.0,0.0]"), "");
    messageOf(ErrorKind::Input, [] { LossHistory::fromJson("[]"); });
}

// A checkpoint that was written and read shows what the run's last snapshot showed.
TEST(LossHistoryTest, TravelsInTheCheckpoint) {
    TrainConfig config;
    setDenseWidths(config.model, {16});
    config.model.latent = 3;
    config.epochs = 2;
    config.threads = 1;
    const LoadedData data = loadData("shapes", {.limit = 500});
    Snapshot last;
    LossHistory seen;
    Trainer trainer(config, data);
    trainer.run({}, [&](const Snapshot& snapshot) {
        for (const LossPoint& p : snapshot.losses) {
            seen.add(p);
        }
        last = snapshot;
    });
    const TemporaryFolder folder;
    saveCheckpoint(folder / "c", *last.checkpoint);
    const Snapshot restored = snapshotOf(std::make_shared<const Checkpoint>(loadCheckpoint(folder / "c")),
                                         TrainerOptions().pictures);
    EXPECT_EQ(restored.step, last.step);
    EXPECT_EQ(restored.totalSteps, last.totalSteps);
    EXPECT_EQ(restored.epoch, last.epoch);
    EXPECT_EQ(restored.state, TrainState::Finished);
    EXPECT_EQ(restored.weights->values, last.weights->values);
    EXPECT_EQ(restored.epochs.size(), 2U);
    ASSERT_EQ(restored.losses.size(), seen.losses().size());
    for (std::size_t i = 0; i < seen.losses().size(); ++i) {
        EXPECT_EQ(restored.losses[i].losses, seen.losses()[i].losses);
    }
    ASSERT_EQ(restored.samples->size(), last.samples->size());
    EXPECT_EQ(restored.samples->front().pixels, last.samples->front().pixels);
}

} // namespace
} // namespace latentscape
