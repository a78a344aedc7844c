#include "core/train/LossTable.h"

#include "tests/core/io/TemporaryFolder.h"

#include <cmath>
#include <limits>

namespace latentscape {
namespace {

Snapshot threeSteps() {
    Snapshot snapshot;
    for (std::int64_t step = 1; step <= 3; ++step) {
        LossPoint point{step, static_cast<double>(step) / 2, {100.5f, 90.25f, 10.25f}};
        point.learningRate = 0.001f;
        point.beta = 0.5f;
        snapshot.losses.push_back(point);
    }
    EpochResult epoch;
    epoch.epoch = 1;
    epoch.step = 2;
    epoch.heldOut = {99, 89, 10};
    snapshot.epochs = {epoch};
    return snapshot;
}

TEST(LossTableTest, ARowAStepAndHeldOutLossesAtTheEndsOfEpochs) {
    EXPECT_EQ(csvHeader(ModelKind::Vae) + toCsv(ModelKind::Vae, lossTableOf(threeSteps())),
              "step,epoch,learning_rate,beta,total,reconstruction,kl,held_out_total,held_out_reconstruction,"
              "held_out_kl\n"
              "1,0.5,0.001,0.5,100.5,90.25,10.25,,,\n"
              "2,1,0.001,0.5,100.5,90.25,10.25,99,89,10\n"
              "3,1.5,0.001,0.5,100.5,90.25,10.25,,,\n");
    EXPECT_EQ(toCsv(ModelKind::Gan, {{7, 0.25, {}, Losses{1, 2, 0.5f, 0.25f}}}),
              "7,0.25,,1,2,0.5,0.25,,,,\n");
}

TEST(LossTableTest, ReadsWhatItWrote) {
    const TemporaryFolder folder;
    LossTable table = lossTableOf(threeSteps());
    table.push_back({4, 2, {}, {}, Losses{98, 88, 10}}); // the losses of training are not known
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    table.push_back({5, 2.5, {}, Losses{nan, 1e30f, -1e-30f}}); // a step that diverged
    const std::string text = csvHeader(ModelKind::Vae) + toCsv(ModelKind::Vae, table);
    const auto file = folder.write("losses.csv", text);
    const LossTable read = readLossCsv(file, ModelKind::Vae);
    ASSERT_EQ(read.size(), 5U);
    EXPECT_EQ(csvHeader(ModelKind::Vae) + toCsv(ModelKind::Vae, read), text);
    EXPECT_FALSE(read[3].train);
    EXPECT_TRUE(read[4].train);
    EXPECT_EQ(read[1].heldOut, (Losses{99, 89, 10}));
}

TEST(LossTableTest, StopsAtTheFirstRowThatIsDamagedOrUnfinished) {
    const TemporaryFolder folder;
    const std::string header = csvHeader(ModelKind::Gan);
    const std::string good = "1,0.5,0.1,1,2,0.5,0.5,,,,\n";
    const auto rows = [&](const std::string& text) {
        return readLossCsv(folder.write("losses.csv", text), ModelKind::Gan).size();
    };
    EXPECT_EQ(rows(header + good), 1U);
    EXPECT_EQ(rows(header + good + "2,1,0.1,1,2,0.5,0.5,,,,"), 1U); // perhaps the half of a number
    EXPECT_EQ(rows(header + good + "2,1,0.1,1,2,0.5,0.5,,,\n" + good), 1U);
    EXPECT_EQ(rows(header + good + "2,1,0.1,1,2,0.5,0.5,,,,,\n" + good), 1U);
    EXPECT_EQ(rows(header + good + "2,x,0.1,1,2,0.5,0.5,,,,\n" + good), 1U);
    EXPECT_EQ(rows(header + good + ",,,,,,,,,,\n" + good), 1U);
    EXPECT_EQ(rows(header + "\n" + good), 0U);
    EXPECT_EQ(rows(""), 0U);
    EXPECT_EQ(rows(csvHeader(ModelKind::Vae) + good), 0U); // another model's
    EXPECT_EQ(readLossCsv(folder / "none.csv", ModelKind::Gan).size(), 0U);
    EXPECT_EQ(readLossCsv(folder.path(), ModelKind::Gan).size(), 0U);
}

TEST(LossTableTest, CurvesOfACheckpointHaveARowForEachPointAndEpoch) {
    LossHistory history;
    const Snapshot snapshot = threeSteps();
    for (const LossPoint& point : snapshot.losses) {
        history.add(point);
    }
    history.add(snapshot.epochs[0]);
    EpochResult late;
    late.epoch = 2;
    late.step = 4; // its point is not there
    late.heldOut = {1, 2, 3};
    history.add(late);
    const LossTable table = lossTableOf(history);
    ASSERT_EQ(table.size(), 4U);
    EXPECT_EQ(table[1].heldOut, (Losses{99, 89, 10}));
    EXPECT_TRUE(table[1].train);
    EXPECT_FALSE(table[0].controls); // a history does not keep them
    EXPECT_EQ(table[3].step, 4);
    EXPECT_EQ(table[3].epoch, 2);
    EXPECT_FALSE(table[3].train);
    EXPECT_EQ(table[3].heldOut, (Losses{1, 2, 3}));
    EXPECT_TRUE(lossTableOf(LossHistory()).empty());
}

} // namespace
} // namespace latentscape
