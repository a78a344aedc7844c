#include "core/train/LossExport.h"

#include "SmallRun.h"
#include "tests/core/io/TemporaryFolder.h"

#include <QImage>

namespace latentscape {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t times = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) {
        ++times;
    }
    return times;
}

// A run of two epochs of four steps each, as the command line leaves it.
class LossExportTest : public testing::Test {
protected:
    static const test::Told& told() {
        static const test::Told run = [] {
            Trainer trainer(test::smallConfig(2), test::smallData(), test::everyStep());
            return test::runAll(trainer);
        }();
        return run;
    }
    static LossTable eachStep() {
        LossTable table;
        for (const Snapshot& snapshot : told().snapshots) {
            const LossTable rows = lossTableOf(snapshot);
            table.insert(table.end(), rows.begin(), rows.end());
        }
        return table;
    }
    RunLosses losses() const { return lossesOf(m_folder / "checkpoint.safetensors", told().checkpoint()); }
    void writeCsv(const LossTable& table) const {
        m_folder.write("losses.csv", csvHeader(ModelKind::Vae) + toCsv(ModelKind::Vae, table));
    }

    TemporaryFolder m_folder;
};

TEST_F(LossExportTest, TheRunsOwnTableIsTakenWhenItLiesBesideTheCheckpoint) {
    EXPECT_FALSE(losses().table.front().controls); // the checkpoint's curves alone
    EXPECT_EQ(losses().table.size(), 8U);
    LossTable table = eachStep();
    writeCsv(table);
    ASSERT_EQ(losses().table.size(), 8U);
    EXPECT_TRUE(losses().table.front().controls);
    table.push_back({9, 2.25, {}, Losses{1, 1, 0}}); // after the checkpoint
    writeCsv(table);
    EXPECT_EQ(losses().table.size(), 8U);
    EXPECT_TRUE(losses().table.front().controls);
}

TEST_F(LossExportTest, ATableOfAnotherRunIsNot) {
    LossTable table = eachStep();
    table[3].heldOut->front() += 1;
    writeCsv(table);
    EXPECT_FALSE(losses().table.front().controls);
    table = eachStep();
    table.pop_back(); // behind the checkpoint
    writeCsv(table);
    EXPECT_FALSE(losses().table.front().controls);
}

TEST_F(LossExportTest, ATableForEverything) {
    const auto file = m_folder / "all.csv";
    EXPECT_EQ(saveLosses(file, losses()), file);
    const LossTable read = readLossCsv(file, ModelKind::Vae);
    ASSERT_EQ(read.size(), 8U);
    EXPECT_EQ(read[7].train, told().losses[7].losses);
    EXPECT_EQ(read[7].heldOut, told().epochs[1].heldOut);
}

TEST_F(LossExportTest, EventsForTensorBoardInAFolder) {
    writeCsv(eachStep());
    for (const char* name : {"events", "more.events/"}) {
        const auto file = saveLosses(m_folder / name, losses());
        const std::string bytes = readBytes(file);
        EXPECT_EQ(count(bytes, "train/total"), 8U);
        EXPECT_EQ(count(bytes, "train/kl"), 8U);
        EXPECT_EQ(count(bytes, "held_out/total"), 2U);
        EXPECT_EQ(count(bytes, "train_epoch/reconstruction"), 2U);
        EXPECT_EQ(count(bytes, "settings/learning_rate"), 8U);
        EXPECT_EQ(count(bytes, "settings/beta"), 8U);
    }
    std::filesystem::create_directory(m_folder / "dotted.name");
    EXPECT_EQ(saveLosses(m_folder / "dotted.name", losses()).parent_path(), m_folder / "dotted.name");
}

TEST_F(LossExportTest, PlotsInEachFormat) {
    for (const char* name : {"l.png", "l.svg", "l.pdf"}) {
        EXPECT_GT(readBytes(saveLosses(m_folder / name, losses())).size(), 1000U) << name;
    }
    EXPECT_EQ(QImage(QString::fromStdString((m_folder / "l.png").string())).size(), QSize(1600, 900));
    EXPECT_NE(messageOf(ErrorKind::Usage, [&] { saveLosses(m_folder / "l.jpg", losses()); }).find("l.jpg"),
              std::string::npos);
}

TEST_F(LossExportTest, ThePlotHasAPanelForEachScale) {
    const Plot plot = lossPlot(losses(), "t");
    ASSERT_EQ(plot.panels.size(), 2U);
    EXPECT_EQ(plot.panels[0].curves.size(), 6U); // raw, smoothed and held out of two
    EXPECT_EQ(plot.panels[1].curves.size(), 3U);
    RunLosses gan;
    gan.config.model.kind = ModelKind::Gan;
    const Plot empty = lossPlot(gan, "");
    EXPECT_EQ(empty.panels[1].range, std::pair(0.0, 1.0));
    savePlot(m_folder / "empty.svg", empty);
}

TEST_F(LossExportTest, ARunWithoutAnyStepIsNoTrouble) {
    const RunLosses nothing = lossesOf(test::smallConfig(1), LossHistory());
    EXPECT_EQ(readBytes(saveLosses(m_folder / "n.csv", nothing)), csvHeader(ModelKind::Vae));
    EXPECT_EQ(readBytes(saveLosses(m_folder / "n", nothing)).size(), 40U); // the version alone
    saveLosses(m_folder / "n.png", nothing);
}

} // namespace
} // namespace latentscape
