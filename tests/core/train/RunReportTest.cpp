#include "core/train/RunReport.h"

#include "core/train/ReportRows.h"
#include "SmallRun.h"
#include "tests/core/io/TemporaryFolder.h"

namespace latentscape {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t times = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) {
        ++times;
    }
    return times;
}

RunReport reportOfSmallRun(ModelKind kind) {
    TrainConfig config = test::smallConfig(2);
    config.model.kind = kind;
    Trainer trainer(config, test::smallData());
    const test::Told told = test::runAll(trainer);
    const Checkpoint& checkpoint = told.checkpoint();
    RunReport report{.losses = lossesOf("nowhere/checkpoint.safetensors", checkpoint),
                     .checkpoint = "checkpoint.safetensors",
                     .checksum = weightsChecksum(checkpoint)};
    const auto model = makeModel(checkpoint.model, checkpoint.optimizer, 0);
    restoreModel(checkpoint, *model);
    complete(report, *model, &test::smallData(), {.samples = 12, .reconstructions = 5});
    return report;
}

TEST(RunReportTest, TellsAllThatIsKnownOfAVae) {
    RunReport report = reportOfSmallRun(ModelKind::Vae);
    EXPECT_EQ(report.samples->size(), 12U);
    EXPECT_EQ(report.originals.size(), 5U);
    EXPECT_EQ(report.reconstructions.size(), 5U);
    report.history = {{0.5, report.samples}, {1, report.samples}};
    const TemporaryFolder folder;
    writeReport(folder / "run.html", report);
    const std::string page = readBytes(folder / "run.html");
    EXPECT_EQ(page, toHtml(report)); // the same each time
    for (const char* part :
         {"dense-400 on shapes", "2 epochs, 8 steps", "ELBO loss", "<svg", "Samples", "How it learnt",
          "epoch 0.5", "Reconstructions", "Negative ELBO", "MIG", "Latents", "z2", "784-8-3-8-784",
          "learning rate", "config.json", "decoder", "checkpoint.safetensors"}) {
        EXPECT_NE(page.find(part), page.npos) << part;
    }
    EXPECT_NE(page.find("Weights " + report.checksum), page.npos);
    EXPECT_EQ(count(page, "<img"), 4U); // samples, two moments, reconstructions
    EXPECT_EQ(count(page, "src=\"data:image/png;base64,"), 4U);
}

TEST(RunReportTest, TellsOfAGanWhatItHas) {
    const std::string page = toHtml(reportOfSmallRun(ModelKind::Gan));
    for (const char* part : {"GAN ", "D(real)", "generator", "Discriminator&#39;s loss", "searched for"}) {
        EXPECT_NE(page.find(part), page.npos) << part;
    }
    EXPECT_EQ(page.find("ELBO"), page.npos);
    EXPECT_EQ(page.find("KL of each"), page.npos);
}

TEST(RunReportTest, WhatIsNotKnownIsLeftOut) {
    RunReport report{.losses = lossesOf(test::smallConfig(1), LossHistory())};
    const std::string page = toHtml(report);
    EXPECT_NE(page.find("0 epochs"), page.npos);
    EXPECT_EQ(page.find("<img"), page.npos);
    EXPECT_EQ(page.find("<svg"), page.npos);
    EXPECT_NE(page.find("Settings"), page.npos);
    const TemporaryFolder folder;
    messageOf(ErrorKind::Io, [&] { writeReport(folder / "no" / "run.html", report); });
}

TEST(RunReportTest, NamesOfFilesAreNotTrusted) {
    TrainConfig config = test::smallConfig(1);
    config.data = "/tmp/<script>x</script>";
    config.preset = "\"><img src=x>";
    const std::string page = toHtml({.losses = lossesOf(config, LossHistory())});
    EXPECT_EQ(page.find("<script>x"), page.npos);
    EXPECT_EQ(page.find("<img"), page.npos);
}

TEST(RunReportTest, TheWorkIsCancelled) {
    const auto model = makeModel(test::smallConfig(1).model, {}, 0);
    RunReport report{.losses = lossesOf(test::smallConfig(1), LossHistory())};
    std::stop_source stop;
    stop.request_stop();
    messageOf(ErrorKind::Cancelled,
              [&] { complete(report, *model, &test::smallData(), {}, {.stop = stop.get_token()}); });
}

TEST(ReportRowsTest, SettingsThatChangeNothingAreLeftOut) {
    TrainConfig config;
    config.optimizer.kind = OptimizerKind::Sgd;
    const auto rows = settingRows(config);
    const auto has = [&](const std::string& name) {
        return std::ranges::count(rows, name, [](const auto& row) { return row[0]; }) == 1;
    };
    EXPECT_TRUE(has("learning rate"));
    EXPECT_TRUE(has("seed")); // zero is one like any other
    EXPECT_TRUE(has("optimizer: momentum"));
    EXPECT_FALSE(has("optimizer: beta1"));
    EXPECT_FALSE(has("patience"));
    EXPECT_FALSE(has("augmentation: shift"));
    EXPECT_FALSE(has("schedule: step factor"));
}

TEST(ReportRowsTest, DataAreCalledByTheirFolder) {
    TrainConfig config;
    EXPECT_EQ(dataName(config), "shapes");
    config.data = "/usr/share/datasets/fashion-mnist";
    EXPECT_EQ(dataName(config), "fashion-mnist");
    config.data += "/";
    EXPECT_EQ(dataName(config), "fashion-mnist");
}

} // namespace
} // namespace latentscape
