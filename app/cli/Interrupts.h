// SIGINT and SIGTERM for the whole program. Made first in main(), before any thread; lives as long as main().
//
// The signals are blocked in every thread and waited for in one of their own, so that no code runs inside a
// signal handler. A signal ends the program with exit code 130; a command that has something to save asks for
// a stop token instead, and then only a second signal ends the program at once.
#pragma once

#include <atomic>
#include <csignal>
#include <stdexcept>
#include <stop_token>
#include <thread>

namespace latentscape {

inline constexpr int kInterruptedExitCode = 130;

// Thrown by a command that stopped because it was asked to and has saved its work.
struct Interrupted : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Interrupts {
public:
    Interrupts();
    ~Interrupts();

    // From now on the first signal requests a stop of this token.
    std::stop_token takeOver();

private:
    void watch();

    sigset_t m_signals{};
    std::stop_source m_stop;
    std::atomic<bool> m_takenOver = false;
    std::atomic<bool> m_done = false;
    std::thread m_thread;
};

} // namespace latentscape
