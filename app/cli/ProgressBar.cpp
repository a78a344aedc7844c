#include "app/cli/ProgressBar.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

namespace latentscape {

namespace {

constexpr std::size_t kBarWidth = 24;

std::size_t terminalWidth() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string clock(double seconds) {
    const auto whole = static_cast<long>(std::clamp(std::isfinite(seconds) ? seconds : 0.0, 0.0, 1e8));
    const std::string rest = std::to_string(whole % 60);
    return std::to_string(whole / 60) + (rest.size() < 2 ? ":0" : ":") + rest;
}

} // namespace

ProgressBar::ProgressBar()
    : m_terminal(isatty(STDERR_FILENO) == 1) {}

void ProgressBar::show(double share, const std::string& words) {
    if (!m_terminal) {
        return;
    }
    std::string line = words;
    if (share >= 0) {
        const auto filled = static_cast<std::size_t>(std::min(share, 1.0) * kBarWidth);
        char percent[16];
        std::snprintf(percent, sizeof percent, "] %3.0f %%  ", share * 100);
        line = "[" + std::string(filled, '#') + std::string(kBarWidth - filled, '.') + percent + words;
    }
    line.resize(std::min(line.size(), terminalWidth() - 1));
    std::fprintf(stderr, "\r\033[K%s", line.c_str());
    std::fflush(stderr);
    m_shown = true;
}

void ProgressBar::show(const Snapshot& snapshot) {
    if (!snapshot.losses.empty()) {
        m_loss = snapshot.losses.back().losses[0];
    }
    const double done = snapshot.totalSteps > 0 ? double(snapshot.step) / double(snapshot.totalSteps) : 0;
    char figures[160];
    std::snprintf(figures, sizeof figures, "epoch %.2f  loss %.2f  %.0f images/s  %s left", snapshot.epoch,
                  m_loss, snapshot.imagesPerSecond, clock(snapshot.secondsLeft).c_str());
    show(done, figures);
}

void ProgressBar::clear() {
    if (m_shown) {
        std::fputs("\r\033[K", stderr);
        m_shown = false;
    }
}

} // namespace latentscape
