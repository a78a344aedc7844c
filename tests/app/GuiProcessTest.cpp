// The window as a process on a display of its own: it trains at the press of a key, ends cleanly on a signal
// with its run kept, and takes that up at the next start, also after a crash.
#include "core/io/Checkpoint.h"
#include "tests/app/Process.h"

#include <chrono>
#include <csignal>
#include <memory>
#include <thread>

namespace latentscape {
namespace {

using namespace std::chrono_literals;

bool isInstalled(const std::string& program) {
    return Process({"sh", "-c", "command -v " + program}).exitCode() == 0;
}

class GuiProcessTest : public testing::Test {
protected:
    void SetUp() override {
        if (!isInstalled("Xvfb") || !isInstalled("xdotool")) {
            GTEST_SKIP() << "Xvfb or xdotool is not installed";
        }
        // It chooses a free display and writes its number.
        const std::string number = (m_home / "display").string();
        m_server = std::make_unique<Process>(std::vector<std::string>{
            "sh", "-c", "exec Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>" + number});
        ASSERT_TRUE(
            eventually([&] { return std::filesystem::exists(number) && readBytes(number).ends_with('\n'); }));
        std::string digits = readBytes(number);
        digits.pop_back();
        m_variables = {"DISPLAY=:" + digits, "QT_QPA_PLATFORM=xcb"};
        for (const char* name : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"}) {
            const auto folder = m_home / name;
            std::filesystem::create_directory(folder);
            std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
            m_variables.push_back(name + ("=" + folder.string()));
        }
    }

    template <typename Done> static bool eventually(const Done& done) {
        for (int i = 0; i < 600 && !done(); ++i) {
            std::this_thread::sleep_for(100ms);
        }
        return done();
    }

    std::unique_ptr<Process> startApp() {
        auto app = std::make_unique<Process>(std::vector<std::string>{LATENTSCAPE_GUI}, Process::Targets{},
                                             m_variables);
        Process wait({"xdotool", "search", "--sync", "--onlyvisible", "--pid", std::to_string(app->id())}, {},
                     m_variables);
        EXPECT_EQ(wait.exitCode(), 0);
        return app;
    }

    // There is no window manager that would focus the window.
    void press(const std::string& key) {
        Process press(
            {"sh", "-c",
             "xdotool windowfocus --sync $(xdotool search --onlyvisible --name Latentscape | tail -1) "
             "key " +
                 key},
            {}, m_variables);
        EXPECT_EQ(press.exitCode(), 0) << press.err();
    }

    std::filesystem::path lastRun() const {
        return m_home / "XDG_DATA_HOME" / "latentscape" / "last-run.safetensors";
    }
    // -1: there is none.
    std::int64_t stepKept() const {
        return std::filesystem::exists(lastRun()) ? loadCheckpoint(lastRun()).step : -1;
    }

    TemporaryFolder m_home;
    std::unique_ptr<Process> m_server;
    std::vector<std::string> m_variables;
};

TEST_F(GuiProcessTest, KeepsItsRunOnASignalAndGoesOnWithIt) {
    auto app = startApp();
    // It starts as soon as the embedded images are there; a pause keeps the run.
    ASSERT_TRUE(eventually([&] {
        press("F5");
        press("F6");
        return stepKept() > 0;
    }));
    const std::int64_t paused = stepKept();
    press("F6");
    std::this_thread::sleep_for(500ms);
    app->signal(SIGTERM);
    EXPECT_EQ(app->exitCode(), 0) << app->err();
    const std::int64_t first = stepKept();
    EXPECT_GE(first, paused);

    app = startApp();
    ASSERT_TRUE(eventually([&] {
        press("ctrl+l");
        press("F6");
        return stepKept() > first;
    }));
    app->signal(SIGKILL); // a crash
    app->exitCode();
    const std::int64_t second = stepKept();
    EXPECT_GT(second, first);

    app = startApp();
    app->signal(SIGINT); // nothing runs
    EXPECT_EQ(app->exitCode(), 0) << app->err();
    EXPECT_EQ(stepKept(), second);
}

} // namespace
} // namespace latentscape
