// Work that takes long, on standard error: how much is done and how long the rest takes, on a terminal; else
// one line when it turns out to take long. Lives on the thread that works.
#pragma once

#include "core/tensor/WorkWatch.h"

#include <chrono>
#include <stop_token>
#include <string>

namespace latentscape {

class WorkProgress {
public:
    explicit WorkProgress(std::string what);
    ~WorkProgress(); // makes the line empty

    WorkWatch watch(std::stop_token stop = {}); // this must outlive it

private:
    void show(double share);

    std::string m_what;
    bool m_terminal;
    bool m_told = false;
    std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
};

} // namespace latentscape
