#include "tests/app/Process.h"

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

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (std::string& text : texts) {
        all.push_back(text.data());
    }
    all.push_back(nullptr);
    return all;
}

} // namespace

Process::Process(std::vector<std::string> words, const Targets& targets, std::vector<std::string> variables) {
    writeBytes(m_folder / "out", "");
    writeBytes(m_folder / "err", "");
    for (char** variable = environ; *variable != nullptr; ++variable) {
        variables.emplace_back(*variable);
    }
    const std::string out = targets.out.empty() ? (m_folder / "out").string() : targets.out;
    const std::string err = targets.err.empty() ? (m_folder / "err").string() : targets.err;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, out.c_str(), O_WRONLY | O_NOCTTY, 0);
    posix_spawn_file_actions_addopen(&files, 2, err.c_str(), O_WRONLY | O_NOCTTY, 0);
    const int error = posix_spawnp(&m_pid, words[0].c_str(), &files, nullptr, pointers(words).data(),
                                   pointers(variables).data());
    posix_spawn_file_actions_destroy(&files);
    if (error != 0) {
        throw std::runtime_error("cannot start " + words[0]);
    }
}

Process::~Process() {
    if (!m_ended) {
        kill(m_pid, SIGKILL);
        waitpid(m_pid, &m_status, 0);
    }
}

bool Process::hasEnded() {
    m_ended = m_ended || waitpid(m_pid, &m_status, WNOHANG) == m_pid;
    return m_ended;
}

int Process::exitCode() {
    if (!waitUntil([this] { return hasEnded(); }, 120s)) {
        ADD_FAILURE() << "it ran for more than two minutes\n" << err();
        kill(m_pid, SIGKILL);
        waitpid(m_pid, &m_status, 0);
        m_ended = true;
    }
    return WIFEXITED(m_status) ? WEXITSTATUS(m_status) : 128 + WTERMSIG(m_status);
}

void Process::signal(int number) {
    if (!hasEnded()) {
        kill(m_pid, number);
    }
}

void Process::waitForFile(const std::filesystem::path& file) {
    const bool waited = waitUntil([&] { return std::filesystem::exists(file) || hasEnded(); }, 60s);
    EXPECT_TRUE(waited && std::filesystem::exists(file)) << file << "\n" << err();
}

} // namespace latentscape
