// One line on stderr that says how much of some work is done; on a terminal only, and only when it takes
// longer than a moment. Gone when it is destroyed.
#pragma once

#include "core/tensor/WorkWatch.h"

#include <chrono>
#include <string>

namespace latentscape {

class ShareLine {
public:
    explicit ShareLine(std::string what);
    ~ShareLine();
    ShareLine(const ShareLine&) = delete;
    ShareLine& operator=(const ShareLine&) = delete;

    // Shows the work it is given to. The line must outlive that.
    WorkWatch watch(std::stop_token stop);

private:
    void show(double share);

    const std::string m_what;
    const bool m_terminal;
    const std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
    int m_percent = -1; // shown now
};

} // namespace latentscape
