#include "core/train/RunComparison.h"

#include "SmallRun.h"
#include "tests/core/io/TemporaryFolder.h"

namespace latentscape {
namespace {

TEST(RunComparisonTest, OnlyWhatDiffersIsSaid) {
    TrainConfig a = test::smallConfig(3);
    TrainConfig b = a;
    EXPECT_TRUE(differingSettings(std::vector{a}).empty());
    EXPECT_TRUE(differingSettings(std::vector{a, b}).empty());
    b.learningRate = 0.01f;
    b.augment.shift = 2;
    setDenseWidths(b.model, {16});
    const auto columns = differingSettings(std::vector{a, b});
    ASSERT_EQ(columns.size(), 3U);
    EXPECT_EQ(columns[0].name, "model");
    EXPECT_NE(columns[0].values[0], columns[0].values[1]);
    EXPECT_EQ(columns[1].name, "learning rate");
    EXPECT_EQ(columns[1].values, (std::vector<std::string>{"0.001", "0.01"}));
    EXPECT_EQ(columns[2].name, "augmentation: shift");
    EXPECT_EQ(columns[2].values, (std::vector<std::string>{"", "2.0"}));
}

TEST(RunComparisonTest, ReadsFoldersAndCheckpoints) {
    const TemporaryFolder folder;
    Trainer trainer(test::smallConfig(2), test::smallData());
    const test::Told told = test::runAll(trainer);
    std::filesystem::create_directory(folder / "first");
    saveCheckpoint(folder / "first" / "checkpoint.safetensors", told.checkpoint());
    saveCheckpoint(folder / "best yet.safetensors", told.checkpoint());
    const ComparedRun run = readRun(folder / "first");
    EXPECT_EQ(run.name, "first");
    EXPECT_EQ(run.config.epochs, 2);
    EXPECT_EQ(run.history.epochs().size(), 2U);
    EXPECT_EQ(readRun(folder / "first" / "checkpoint.safetensors").name, "first");
    EXPECT_EQ(readRun(folder / "best yet.safetensors").name, "best yet");
}

TEST(RunComparisonTest, WhatIsNoRunIsRefused) {
    const TemporaryFolder folder;
    EXPECT_NE(messageOf(ErrorKind::Input, [&] { readRun(folder.path()); }).find(folder.path().string()),
              std::string::npos);
    messageOf(ErrorKind::Input, [&] { readRun(folder / "none.safetensors"); });
    messageOf(ErrorKind::Input, [&] { readRun(folder.write("x.safetensors", std::string("no"))); });
    Trainer trainer(test::smallConfig(1), test::smallData());
    Checkpoint bare = test::runAll(trainer).checkpoint();
    bare.settings = "{}";
    saveCheckpoint(folder / "bare.safetensors", bare);
    EXPECT_NE(
        messageOf(ErrorKind::Input, [&] { readRun(folder / "bare.safetensors"); }).find("bare.safetensors"),
        std::string::npos);
}

} // namespace
} // namespace latentscape
