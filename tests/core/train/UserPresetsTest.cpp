// Presets of the user's own: kept, listed, found by name and by file, and what is wrong is named.
#include "core/train/UserPresets.h"
#include "tests/core/io/TemporaryFolder.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

namespace latentscape {
namespace {

class UserPresetsTest : public testing::Test {
protected:
    void SetUp() override {
        const char* before = std::getenv("XDG_DATA_HOME");
        m_before = before ? before : "";
        setenv("XDG_DATA_HOME", (m_home / "").c_str(), 1);
    }
    void TearDown() override { setenv("XDG_DATA_HOME", m_before.c_str(), 1); }
    std::filesystem::path write(const std::string& name, const std::string& text) {
        std::filesystem::create_directories(userPresetFolder());
        const auto file = userPresetFolder() / name;
        std::ofstream(file) << text;
        return file;
    }

    TemporaryFolder m_home;
    std::string m_before;
};

TEST_F(UserPresetsTest, WhatIsSavedIsFoundByNameAndByFile) {
    TrainConfig config = findPreset("dcgan").config;
    config.batch = 48;
    config.optimizer = customary(OptimizerKind::RmsProp);
    config.schedule.kind = ScheduleKind::Cosine;
    config.augment.flip = 0.5f;
    config.data = "/nowhere";
    config.threads = 7;
    EXPECT_TRUE(userPresets().presets.empty());
    const Preset saved = saveUserPreset("My GAN, 48", config);
    EXPECT_EQ(saved.name, "my-gan-48");
    EXPECT_EQ(saved.title, "My GAN, 48");
    config.preset = "my-gan-48";
    config.data = TrainConfig().data; // the run's own, not the preset's
    config.threads = 0;
    config.model.image = {1, 28, 28};
    EXPECT_EQ(toJson(saved.config), toJson(config));
    EXPECT_EQ(toJson(openPreset("my-gan-48").config), toJson(config));
    EXPECT_EQ(toJson(openPreset((userPresetFolder() / "my-gan-48.json").string()).config), toJson(config));
    ASSERT_EQ(userPresets().presets.size(), 1U);
    config.batch = 49;
    saveUserPreset("my gan 48", config);
    ASSERT_EQ(userPresets().presets.size(), 1U) << "the same name replaces it";
    EXPECT_EQ(openPreset("my-gan-48").config.batch, 49);
}

TEST_F(UserPresetsTest, AFileThatIsNoneIsNamedWithItsKey) {
    const auto file = write("bad.json", R"({"title": "Bad", "summary": "", "settings": {"batch": 0}})");
    for (const std::string& preset : {std::string("bad"), file.string()}) {
        const std::string message = messageOf(ErrorKind::Input, [&] { openPreset(preset); });
        EXPECT_NE(message.find(file.string()), std::string::npos) << message;
        EXPECT_NE(message.find("\"batch\""), std::string::npos) << message;
    }
    write("worse.json", R"({"title": "Worse", "summary": "", "settings": {"batches": 3}})");
    EXPECT_NE(messageOf(ErrorKind::Input, [] { openPreset("worse"); }).find("batches"), std::string::npos);
    write("worst.json", R"({"title": "Worst", "summary": "", "settings": {"model": 5}})");
    write("odd.json", R"({"title": "Odd", "summary": "", "settings": {"model": {"kind": 1}}})");
    saveUserPreset("Good", findPreset("dense-400").config);
    EXPECT_EQ(userPresets().presets.size(), 1U);
    EXPECT_EQ(userPresets().problems.size(), 4U);
}

TEST_F(UserPresetsTest, AnUnknownNameListsAllThereAre) {
    saveUserPreset("Good", findPreset("dense-400").config);
    const std::string message = messageOf(ErrorKind::Usage, [] { openPreset("goof"); });
    EXPECT_NE(message.find("dense-400"), std::string::npos) << message;
    EXPECT_TRUE(message.ends_with(", good.")) << message;
    EXPECT_NE(messageOf(ErrorKind::Input, [] { openPreset("not/there.json"); }).find("not/there.json"),
              std::string::npos);
}

TEST_F(UserPresetsTest, ABuiltInNameIsNotTakenAway) {
    const TrainConfig config = findPreset("dense-400").config;
    EXPECT_NE(messageOf(ErrorKind::Usage, [&] { saveUserPreset("DCGAN", config); }).find("dcgan"),
              std::string::npos);
    messageOf(ErrorKind::Usage, [&] { saveUserPreset("???", config); });
}

TEST_F(UserPresetsTest, AFolderThatCannotBeMadeIsNamed) {
    std::ofstream(m_home / "latentscape") << "in the way";
    const std::string message =
        messageOf(ErrorKind::Io, [] { saveUserPreset("Mine", findPreset("dense-400").config); });
    EXPECT_NE(message.find(userPresetFolder().string()), std::string::npos) << message;
}

} // namespace
} // namespace latentscape
