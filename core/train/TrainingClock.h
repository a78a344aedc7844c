// How long a run has trained: pauses, evaluations and whatever else is not training do not count.
#pragma once

#include "core/train/Timer.h"

#include <cstdint>

namespace latentscape {

class TrainingClock {
public:
    void start() { m_started = Clock::now(); }
    void countImages(std::int64_t count) { m_images += count; }
    // What has passed since then was no training.
    void leaveOut(Clock::time_point since) { m_leftOut += secondsSince(since); }

    double seconds() const { return secondsSince(m_started) - m_leftOut; }
    double imagesPerSecond() const { // 0 before there is any
        const double trained = seconds();
        return trained > 0 ? static_cast<double>(m_images) / trained : 0;
    }

private:
    Clock::time_point m_started;
    double m_leftOut = 0;
    std::int64_t m_images = 0;
};

} // namespace latentscape
