// Which moments of a run are kept, so that one can look back at them and go on from any: how often one is
// taken, and which go when there are too many. Values and pure functions; any thread.
#pragma once

#include "core/train/Timer.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace latentscape {

struct KeptMoment {
    std::int64_t step = 0;
    std::int64_t bytes = 0;
    bool isBest = false;       // on held-out images
    bool beforeChange = false; // of a setting
};

struct MomentLimits {
    std::size_t count = 64;
    std::int64_t bytes = std::int64_t{1} << 30;
};

// The steps of those that have to go, so that the others are as evenly spread over the run as they can be.
// `kept` in the order of their steps. The best one and the last always stay, the first as long as it can.
std::vector<std::int64_t> momentsToThin(std::vector<KeptMoment> kept, const MomentLimits& limits);

// When the next one is due: often in the beginning, when the model changes fast, later after a fixed share of
// the steps before; never so often that writing them would be work.
class MomentRhythm {
public:
    // seconds: between two, at least; 0: there are none.
    explicit MomentRhythm(double seconds)
        : m_seconds(seconds) {}

    bool isOn() const { return m_seconds > 0; }
    // bestYet: the epoch that has just ended was the best one so far.
    bool due(std::int64_t step, bool bestYet) const;
    bool has(std::int64_t step) const { return m_last == step; }
    void taken(std::int64_t step, std::int64_t bytes);

private:
    double m_seconds;
    std::optional<std::int64_t> m_last; // step
    double m_wait = 0;                  // seconds
    Clock::time_point m_since;
};

} // namespace latentscape
