#include "core/train/Moments.h"

#include <algorithm>
#include <limits>

namespace latentscape {

namespace {

constexpr std::int64_t kShare = 32;        // of the steps before, until the next
constexpr double kBestPatience = 4;        // the best is kept anew after so many times the usual wait
constexpr double kBytesASecond = 16 << 20; // that may be written

// What its absence would leave: the steps between its neighbours. Nothing when it has to stay.
double gapWithout(const std::vector<KeptMoment>& kept, std::size_t i) {
    constexpr double never = std::numeric_limits<double>::infinity();
    if (kept[i].isBest || i + 1 == kept.size()) {
        return never;
    }
    if (i == 0) {
        return std::numeric_limits<double>::max();
    }
    const auto gap = static_cast<double>(kept[i + 1].step - kept[i - 1].step);
    return kept[i].beforeChange ? 2 * gap : gap;
}

} // namespace

std::vector<std::int64_t> momentsToThin(std::vector<KeptMoment> kept, const MomentLimits& limits) {
    std::vector<std::int64_t> gone;
    std::int64_t bytes = 0;
    for (const KeptMoment& moment : kept) {
        bytes += moment.bytes;
    }
    while (kept.size() > limits.count || bytes > limits.bytes) {
        std::size_t least = 0;
        for (std::size_t i = 1; i < kept.size(); ++i) {
            if (gapWithout(kept, i) < gapWithout(kept, least)) {
                least = i;
            }
        }
        if (kept.empty() || gapWithout(kept, least) == std::numeric_limits<double>::infinity()) {
            break;
        }
        gone.push_back(kept[least].step);
        bytes -= kept[least].bytes;
        kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(least));
    }
    return gone;
}

bool MomentRhythm::due(std::int64_t step, bool bestYet) const {
    if (!isOn() || has(step)) {
        return false;
    }
    if (!m_last) {
        return true;
    }
    const double seconds = secondsSince(m_since);
    return (bestYet && seconds >= kBestPatience * m_wait) ||
           (seconds >= m_wait && step - *m_last >= *m_last / kShare);
}

void MomentRhythm::taken(std::int64_t step, std::int64_t bytes) {
    m_last = step;
    m_wait = std::max(m_seconds, static_cast<double>(bytes) / kBytesASecond);
    m_since = Clock::now();
}

} // namespace latentscape
