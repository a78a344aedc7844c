#include "tests/app/CliProcess.h"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>

namespace latentscape {

namespace {

using namespace std::chrono_literals;

// Looks every millisecond; false when it took longer than `limit`.
template <typename Done> bool waitUntil(const Done& done, std::chrono::seconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!done()) {
        if (std::chrono::steady_clock::now() > end) {
            return false;
        }
        std::this_thread::sleep_for(1ms);
    }
    return true;
}

} // namespace

CliProcess::CliProcess(const std::vector<std::string>& arguments, const std::string& outTarget,
                       const std::string& errTarget) {
    writeBytes(m_folder / "out", "");
    writeBytes(m_folder / "err", "");
    std::vector<std::string> words{LATENTSCAPE_CLI};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    const std::string out = outTarget.empty() ? (m_folder / "out").string() : outTarget;
    const std::string err = errTarget.empty() ? (m_folder / "err").string() : errTarget;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, out.c_str(), O_WRONLY | O_NOCTTY, 0);
    posix_spawn_file_actions_addopen(&files, 2, err.c_str(), O_WRONLY | O_NOCTTY, 0);
    const int error = posix_spawn(&m_pid, LATENTSCAPE_CLI, &files, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (error != 0) {
        throw std::runtime_error(std::string("cannot start ") + LATENTSCAPE_CLI);
    }
}

CliProcess::~CliProcess() {
    if (!m_ended) {
        kill(m_pid, SIGKILL);
        waitpid(m_pid, &m_status, 0);
    }
}

bool CliProcess::hasEnded() {
    m_ended = m_ended || waitpid(m_pid, &m_status, WNOHANG) == m_pid;
    return m_ended;
}

int CliProcess::exitCode() {
    if (!waitUntil([this] { return hasEnded(); }, 120s)) {
        ADD_FAILURE() << "it ran for more than two minutes\n" << err();
        kill(m_pid, SIGKILL);
        waitpid(m_pid, &m_status, 0);
        m_ended = true;
    }
    return WIFEXITED(m_status) ? WEXITSTATUS(m_status) : 128 + WTERMSIG(m_status);
}

void CliProcess::signal(int number) {
    if (!hasEnded()) {
        kill(m_pid, number);
    }
}

void CliProcess::waitForFile(const std::filesystem::path& file) {
    const bool waited = waitUntil([&] { return std::filesystem::exists(file) || hasEnded(); }, 60s);
    EXPECT_TRUE(waited && std::filesystem::exists(file)) << file << "\n" << err();
}

} // namespace latentscape
