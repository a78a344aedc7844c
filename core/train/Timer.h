// Says when it is time again.
#pragma once

#include <chrono>

namespace latentscape {

using Clock = std::chrono::steady_clock;

inline double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Once every `interval` seconds; never when the interval is not positive.
class Timer {
public:
    explicit Timer(double interval)
        : m_interval(interval) {}

    bool due() {
        if (m_interval <= 0 || (m_started && secondsSince(m_last) < m_interval)) {
            return false;
        }
        restart();
        return true;
    }
    void restart() {
        m_started = true;
        m_last = Clock::now();
    }
    Clock::time_point next() const {
        return m_last +
               std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(m_interval));
    }

private:
    double m_interval;
    bool m_started = false;
    Clock::time_point m_last;
};

} // namespace latentscape
