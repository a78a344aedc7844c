// A program as a process of its own, with what it printed and how it ended.
#pragma once

#include "tests/core/io/TemporaryFolder.h"

#include <string>
#include <sys/types.h>
#include <vector>

namespace latentscape {

class Process {
public:
    struct Targets {
        std::string out, err; // empty: files of its own, so that no pipe can fill up
    };
    // Starts it: the program, then its arguments. Variables ("NAME=value") come before those of the test.
    explicit Process(std::vector<std::string> words, const Targets& targets = {},
                     std::vector<std::string> variables = {});
    ~Process(); // kills it if it still runs

    // Blocks until it has ended; fails the test and kills it after two minutes. 128 + signal if a signal
    // ended it.
    int exitCode();
    void signal(int number);
    pid_t id() const { return m_pid; }
    // Blocks until `file` exists; fails the test after a minute or when the process ends before.
    void waitForFile(const std::filesystem::path& file);

    std::string out() const { return readBytes(m_folder / "out"); }
    std::string err() const { return readBytes(m_folder / "err"); }

private:
    bool hasEnded();

    TemporaryFolder m_folder;
    pid_t m_pid = -1;
    bool m_ended = false;
    int m_status = 0;
};

} // namespace latentscape
