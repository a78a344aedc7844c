#include "tests/bench/UiThreadWatch.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace latentscape {

UiThreadWatch::UiThreadWatch()
    : m_statistics(open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC))
    , m_lastWait(waitForCore()) {
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { beat(); });
    m_clock.start();
    m_timer.start(1);
}

UiThreadWatch::~UiThreadWatch() {
    if (m_statistics >= 0) {
        close(m_statistics);
    }
}

qint64 UiThreadWatch::waitForCore() const {
    char text[96] = {}; // nanoseconds on a core, nanoseconds waiting for one, how often
    long long ran = 0;
    long long waited = 0;
    if (m_statistics < 0 || pread(m_statistics, text, sizeof text - 1, 0) <= 0 ||
        std::sscanf(text, "%lld %lld", &ran, &waited) != 2) {
        return 0;
    }
    return waited;
}

void UiThreadWatch::beat() {
    const qint64 gap = m_clock.nsecsElapsed();
    m_clock.start();
    const qint64 wait = waitForCore();
    m_longestGap = std::max(m_longestGap, static_cast<double>(gap) / 1e6);
    m_longestBlock = std::max(m_longestBlock, static_cast<double>(gap - (wait - m_lastWait)) / 1e6);
    m_lastWait = wait;
}

} // namespace latentscape
