// The window's program from outside, without a display: its words, what it is asked to open, how it ends.
#include "core/io/Checkpoint.h"
#include "tests/app/CliProcess.h"

#include <chrono>
#include <csignal>
#include <thread>

namespace latentscape {
namespace {

using namespace std::chrono_literals;

class GuiStartTest : public testing::Test {
protected:
    Process run(const std::vector<std::string>& arguments) {
        std::vector<std::string> command{LATENTSCAPE_GUI};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return Process(command, {},
                       {"QT_QPA_PLATFORM=offscreen", "XDG_DATA_HOME=" + m_home.string(),
                        "XDG_CONFIG_HOME=" + m_home.string(), "XDG_RUNTIME_DIR=" + m_home.string()});
    }
    // What was opened is written down at once.
    bool noted(const std::string& path) const {
        const auto settings = m_home / "latentscape" / "latentscape.conf";
        for (int i = 0; i < 600; ++i) {
            if (std::filesystem::exists(settings) && readBytes(settings).find(path) != std::string::npos) {
                return true;
            }
            std::this_thread::sleep_for(50ms);
        }
        return false;
    }

    TemporaryFolder m_folder;
    std::filesystem::path m_home = m_folder / "home";

    void SetUp() override {
        std::filesystem::create_directory(m_home);
        std::filesystem::permissions(m_home, std::filesystem::perms::owner_all);
    }
};

TEST_F(GuiStartTest, HelpAndVersionNeedNoDisplay) {
    for (const char* word : {"--help", "-h"}) {
        Process help({LATENTSCAPE_GUI, word}, {}, {"QT_QPA_PLATFORM=xcb", "DISPLAY=:nowhere"});
        EXPECT_EQ(help.exitCode(), 0) << help.err();
        EXPECT_NE(help.out().find("[file]"), std::string::npos) << help.out();
        EXPECT_EQ(help.err(), "");
    }
    Process version({LATENTSCAPE_GUI, "--version"}, {}, {"QT_QPA_PLATFORM=xcb", "DISPLAY=:nowhere"});
    EXPECT_EQ(version.exitCode(), 0) << version.err();
    EXPECT_EQ(version.out(), "latentscape " LATENTSCAPE_VERSION "\n");
}

TEST_F(GuiStartTest, WrongUsageIsTwo) {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"--dance"}, std::vector<std::string>{"one", "two"}}) {
        Process app = run(arguments);
        EXPECT_EQ(app.exitCode(), 2) << app.err();
        EXPECT_NE(app.err().find("latentscape: "), std::string::npos) << app.err();
        EXPECT_NE(app.err().find("Usage"), std::string::npos) << app.err();
    }
}

TEST_F(GuiStartTest, OpensWhatItIsGivenAndEndsOnASignal) {
    const std::string out = (m_folder / "run").string();
    CliProcess train({"train", "--preset", "dense-seed", "--limit", "100", "--epochs", "1", "--out", out});
    ASSERT_EQ(train.exitCode(), 0) << train.err();
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        Process app = run({out});
        EXPECT_TRUE(noted(out + "/checkpoint.safetensors")) << app.err();
        app.signal(signal);
        EXPECT_EQ(app.exitCode(), 0) << app.err();
        std::filesystem::remove(m_home / "latentscape" / "latentscape.conf");
    }
}

} // namespace
} // namespace latentscape
