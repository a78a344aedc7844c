#include "app/cli/WorkProgress.h"

#include <cstdio>
#include <unistd.h>

namespace latentscape {

namespace {

constexpr double kSoon = 1;  // seconds that need no word
constexpr double kLong = 10; // seconds that do, also in a log

std::string words(double seconds) {
    char text[40];
    if (seconds < 60) {
        std::snprintf(text, sizeof text, "%.0f s", seconds);
    } else if (seconds < 3600) {
        std::snprintf(text, sizeof text, "%.0f min", seconds / 60);
    } else {
        std::snprintf(text, sizeof text, "%.1f h", seconds / 3600);
    }
    return text;
}

} // namespace

WorkProgress::WorkProgress(std::string what)
    : m_what(std::move(what))
    , m_terminal(isatty(STDERR_FILENO) == 1) {}

WorkProgress::~WorkProgress() {
    if (m_terminal && m_told) {
        std::fputs("\r\033[K", stderr);
    }
}

WorkWatch WorkProgress::watch(std::stop_token stop) {
    return {std::move(stop), [this](double share) { show(share); }};
}

void WorkProgress::show(double share) {
    const double passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_since).count();
    if (share <= 0) {
        return; // nothing to judge by
    }
    const double left = passed / share * (1 - share);
    if (m_terminal && (m_told || left > kSoon)) {
        std::fprintf(stderr, "\r\033[K%s: %.0f %%, %s left", m_what.c_str(), 100 * share,
                     words(left).c_str());
        m_told = true;
    } else if (!m_terminal && !m_told && left > kLong) {
        std::fprintf(stderr, "%s: about %s\n", m_what.c_str(), words(left).c_str());
        m_told = true;
    }
    std::fflush(stderr);
}

} // namespace latentscape
