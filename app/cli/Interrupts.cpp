#include "app/cli/Interrupts.h"

#include <cstdlib>
#include <pthread.h>

namespace latentscape {

Interrupts::Interrupts() {
    sigemptyset(&m_signals);
    sigaddset(&m_signals, SIGINT);
    sigaddset(&m_signals, SIGTERM);
    struct sigaction hangUp = {};
    if (sigaction(SIGHUP, nullptr, &hangUp) == 0 && hangUp.sa_handler != SIG_IGN) { // nohup has it ignored
        sigaddset(&m_signals, SIGHUP);
    }
    pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
    m_thread = std::thread([this] { watch(); });
}

Interrupts::~Interrupts() {
    m_done = true;
    pthread_kill(m_thread.native_handle(), SIGTERM); // wakes it
    m_thread.join();
}

std::stop_token Interrupts::takeOver() {
    m_takenOver = true;
    return m_stop.get_token();
}

void Interrupts::watch() {
    for (;;) {
        int signal = 0;
        sigwait(&m_signals, &signal);
        if (m_done) {
            return;
        }
        if (!m_takenOver || !m_stop.request_stop()) { // not awaited, or the second one
            std::_Exit(kInterruptedExitCode);
        }
    }
}

} // namespace latentscape
