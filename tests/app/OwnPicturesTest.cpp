// A folder of one's own pictures through the command line.
#include "tests/app/CliProcess.h"
#include "tests/app/Terminal.h"

#include "core/io/Checkpoint.h"

#include <algorithm>
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

TEST_F(OwnPicturesTest, EveryCommandListsWhatItSkips) {
    for (int i = 0; i < 210; ++i) {
        fs::copy_file(m_folder / "pictures/even/0.png",
                      m_folder / "pictures/even" / ("copy" + std::to_string(i) + ".png"));
    }
    for (int i = 10; i < 22; ++i) {
        m_folder.write("pictures/odd/broken" + std::to_string(i) + ".png", std::string("no picture"));
    }
    const std::string run = (m_folder / "run").string();
    const std::string list = run + "/skipped.txt";
    const std::string last = "Skipped " + pictures() + "/odd/broken19.png: "; // of ten
    CliProcess train(trainWith({"--preset", "dense-seed", "--data", pictures()}));
    ASSERT_EQ(train.exitCode(), 0) << train.err();
    EXPECT_NE(train.err().find(last), std::string::npos) << train.err();
    EXPECT_EQ(train.err().find("broken20.png"), std::string::npos) << train.err();
    EXPECT_NE(train.err().find("\nand 2 more pictures; all are in " + list + "\n"), std::string::npos)
        << train.err();
    const std::string all = readBytes(list);
    EXPECT_EQ(std::ranges::count(all, '\n'), 12);
    EXPECT_TRUE(all.starts_with(pictures() + "/odd/broken10.png: ")) << all;

    const std::string checkpoint = run + "/checkpoint.safetensors";
    const std::string png = (m_folder / "x.png").string();
    for (std::vector<std::string> words : std::vector<std::vector<std::string>>{
             {"evaluate", "--checkpoint", checkpoint},
             {"reconstruct", "--checkpoint", checkpoint, "--out", png},
             {"embed", "--checkpoint", checkpoint, "--out", (m_folder / "x.csv").string()},
             {"sample", "--checkpoint", checkpoint, "--from", "fitted", "--components", "2", "--out", png},
             {"report", "--checkpoint", checkpoint, "--out", (m_folder / "x.html").string()},
             {"find-lr", "--preset", "dense-seed", "--steps", "5", "--out", (m_folder / "lr.csv").string()},
             {"summary", "--preset", "dense-seed", "--json"},
             {"bench", "--workloads", "dense-seed", "--seconds", "0.01"}}) {
        words.insert(words.end(), {"--data", pictures()});
        CliProcess command(words);
        EXPECT_EQ(command.exitCode(), 0) << words[0] << command.err();
        EXPECT_NE(command.err().find(last), std::string::npos) << words[0] << command.err();
        EXPECT_NE(command.err().find("\nand 2 more pictures\n"), std::string::npos)
            << words[0] << command.err();
    }

    fs::remove_all(m_folder / "pictures/odd");
    ASSERT_EQ(CliProcess(trainWith({"--preset", "dense-seed", "--data", pictures()})).exitCode(), 0);
    EXPECT_FALSE(fs::exists(list)); // nothing that is no longer so
}

TEST_F(OwnPicturesTest, ABenchmarkListsWhatItSkipsOnce) {
    m_folder.write("pictures/odd/broken.png", std::string("no picture"));
    CliProcess bench({"bench", "--workloads", "dense-seed,dense-seed", "--dtypes", "f32,bf16", "--seconds",
                      "0.01", "--data", pictures()});
    ASSERT_EQ(bench.exitCode(), 0) << bench.err();
    EXPECT_NE(bench.err().find("Skipped "), std::string::npos) << bench.err();
    EXPECT_EQ(bench.err().find("Skipped "), bench.err().rfind("Skipped ")) << bench.err();
}

TEST_F(OwnPicturesTest, FoldsHaveOneListOfWhatIsSkipped) {
    m_folder.write("pictures/odd/broken.png", std::string("no picture"));
    CliProcess train(trainWith({"--preset", "dense-seed", "--data", pictures(), "--folds", "2"}));
    ASSERT_EQ(train.exitCode(), 0) << train.err();
    EXPECT_EQ(train.err().find("Skipped "), train.err().rfind("Skipped ")) << train.err();
    EXPECT_TRUE(readBytes(m_folder / "run/skipped.txt").starts_with(pictures() + "/odd/broken.png: "));
    EXPECT_FALSE(fs::exists(m_folder / "run/fold-1/skipped.txt"));
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
