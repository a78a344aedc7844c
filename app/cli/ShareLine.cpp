#include "app/cli/ShareLine.h"

#include <cstdio>
#include <unistd.h>
#include <utility>

namespace latentscape {

namespace {

constexpr std::chrono::milliseconds kMoment(300);

} // namespace

ShareLine::ShareLine(std::string what)
    : m_what(std::move(what))
    , m_terminal(isatty(STDERR_FILENO) == 1) {}

ShareLine::~ShareLine() {
    if (m_percent >= 0) {
        std::fputs("\r\033[K", stderr);
        std::fflush(stderr);
    }
}

WorkWatch ShareLine::watch(std::stop_token stop) {
    return {std::move(stop), [this](double share) { show(share); }};
}

void ShareLine::show(double share) {
    const int percent = static_cast<int>(100 * share);
    if (!m_terminal || percent == m_percent || std::chrono::steady_clock::now() - m_began < kMoment) {
        return;
    }
    m_percent = percent;
    std::fprintf(stderr, "\r\033[K%s %d %%", m_what.c_str(), percent);
    std::fflush(stderr);
}

} // namespace latentscape
