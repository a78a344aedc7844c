// A terminal that a program can write to, and what it showed there.
#pragma once

#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <unistd.h>

namespace latentscape {

class Terminal {
public:
    Terminal() {
        if (m_screen >= 0 && grantpt(m_screen) == 0 && unlockpt(m_screen) == 0) {
            m_name = ptsname(m_screen);
            m_kept = open(m_name.c_str(), O_RDWR | O_NOCTTY);
        }
    }
    ~Terminal() {
        close(m_kept);
        close(m_screen);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    bool isThere() const { return m_kept >= 0; } // not where /dev/pts is not mounted
    const std::string& name() const { return m_name; }
    // What was written and not read yet; waits a moment, as it comes some time after it was written.
    std::string shown() const {
        std::string text;
        pollfd screen{m_screen, POLLIN, 0};
        while (poll(&screen, 1, kMoment) > 0) {
            char part[4096];
            const ssize_t read = ::read(m_screen, part, sizeof part);
            if (read <= 0) {
                break;
            }
            text.append(part, static_cast<std::size_t>(read));
        }
        return text;
    }

private:
    static constexpr int kMoment = 200; // milliseconds

    int m_screen = posix_openpt(O_RDWR | O_NOCTTY);
    int m_kept = -1; // keeps what was written until it is read
    std::string m_name;
};

} // namespace latentscape
