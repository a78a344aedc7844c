// A folder of one's own pictures through the command line.
#include "tests/app/CliProcess.h"
#include "tests/app/Terminal.h"

#include "core/io/Checkpoint.h"

#include <nlohmann/json.hpp>
#include <QImage>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

class OwnPicturesTest : public testing::Test {
protected:
    OwnPicturesTest() {
        setenv("XDG_CACHE_HOME", (m_folder / "cache").c_str(), 1); // of the processes
        for (int i = 0; i < 30; ++i) {
            const fs::path file =
                m_folder / "pictures" / (i % 2 ? "odd" : "even") / (std::to_string(i) + ".png");
            fs::create_directories(file.parent_path());
            QImage image(20 + i, 30, QImage::Format_RGB32);
            image.fill(QColor(8 * i, 100, 255 - 8 * i));
            EXPECT_TRUE(image.save(QString::fromStdString(file.string())));
        }
    }
    ~OwnPicturesTest() override { unsetenv("XDG_CACHE_HOME"); }

    std::vector<std::string> trainWith(const std::vector<std::string>& more) const {
        std::vector<std::string> arguments{
            "train", "--epochs", "1", "--threads", "1", "--out", (m_folder / "run").string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
    std::string pictures() const { return (m_folder / "pictures").string(); }

    TemporaryFolder m_folder;
};

TEST_F(OwnPicturesTest, TrainEvaluateAndReconstructTakeTheSameForm) {
    m_folder.write("pictures/odd/broken.png", std::string("no picture"));
    CliProcess train(trainWith({"--data", pictures(), "--side", "12", "--fit", "pad", "--colour", "rgb"}));
    ASSERT_EQ(train.exitCode(), 0) << train.err();
    EXPECT_NE(train.err().find("Skipped " + pictures() + "/odd/broken.png"), std::string::npos)
        << train.err();
    const fs::path checkpoint = m_folder / "run" / "checkpoint.safetensors";
    EXPECT_EQ(loadCheckpoint(checkpoint).model.image, (ImageShape{3, 12, 12}));

    CliProcess evaluate({"evaluate", "--checkpoint", checkpoint.string(), "--data", pictures()});
    EXPECT_EQ(evaluate.exitCode(), 0) << evaluate.err();
    const std::string sheet = (m_folder / "sheet.png").string();
    CliProcess reconstruct({"reconstruct", "--checkpoint", checkpoint.string(), "--data", pictures(),
                            "--count", "2", "--out", sheet});
    EXPECT_EQ(reconstruct.exitCode(), 0) << reconstruct.err();
    EXPECT_EQ(QImage(QString::fromStdString(sheet)).width(), 12 + 1 + 12);

    CliProcess resume(trainWith({"--resume", "--fit", "crop"}));
    EXPECT_EQ(resume.exitCode(), 2);
    EXPECT_NE(resume.err().find("--fit cannot change"), std::string::npos) << resume.err();
    EXPECT_EQ(CliProcess(trainWith({"--resume", "--fit", "pad"})).exitCode(), 0);
}

TEST_F(OwnPicturesTest, ATerminalIsToldThatPicturesAreRead) {
    std::vector<std::string> words{"summary", "--preset", "dense-seed", "--data", pictures()};
    CliProcess elsewhere(words);
    ASSERT_EQ(elsewhere.exitCode(), 0) << elsewhere.err();
    EXPECT_EQ(elsewhere.err(), "");
    const Terminal terminal;
    if (!terminal.isThere()) {
        GTEST_SKIP() << "this system lends no terminal: /dev/pts is not mounted";
    }
    EXPECT_EQ(CliProcess(words, {{}, terminal.name()}).exitCode(), 0);
    const std::string shown = terminal.shown();
    EXPECT_NE(shown.find("reading " + pictures()), std::string::npos) << shown;
    EXPECT_TRUE(shown.ends_with("\r\033[K")) << shown;
    words.emplace_back("--json");
    EXPECT_EQ(CliProcess(words, {{}, terminal.name()}).exitCode(), 0);
    EXPECT_EQ(terminal.shown(), "");
}

TEST_F(OwnPicturesTest, WrongFormsAreWrongUsage) {
    EXPECT_EQ(CliProcess(trainWith({"--data", pictures(), "--fit", "zoom"})).exitCode(), 2);
    EXPECT_EQ(CliProcess(trainWith({"--data", pictures(), "--colour", "blue"})).exitCode(), 2);
    EXPECT_EQ(CliProcess(trainWith({"--data", pictures(), "--side", "-1"})).exitCode(), 2);
}

TEST_F(OwnPicturesTest, TooManyBrokenOnesAreABadInput) {
    for (const char* name : {"a.png", "b.jpg"})
        m_folder.write(std::string("pictures/odd/") + name, std::string("no picture"));
    CliProcess train(trainWith({"--data", pictures()}));
    EXPECT_EQ(train.exitCode(), 3);
    EXPECT_NE(train.err().find("odd/b.jpg"), std::string::npos) << train.err();
}

} // namespace
} // namespace latentscape
