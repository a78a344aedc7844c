// The curves of a run from its first step, thinned to a bounded number of points; it travels in every
// checkpoint, so that a run that is opened again shows how it came to be where it is. A value; any thread.
#pragma once

#include "core/train/Snapshot.h"

#include <string>
#include <vector>

namespace latentscape {

class LossHistory {
public:
    static constexpr std::size_t kMostPoints = 1000; // then two become one
    static constexpr std::size_t kMostEpochs = 1000; // then every second one goes
    static constexpr std::size_t kMostChanges = 200; // then the oldest goes

    void add(const LossPoint& point);
    // bestStep: after which the epoch ended that must stay however many there are.
    void add(const EpochResult& epoch, std::int64_t bestStep = -1);
    void add(const ControlChange& change);

    const std::vector<LossPoint>& losses() const { return m_losses; } // each the mean of as many steps
    const std::vector<EpochResult>& epochs() const { return m_epochs; }
    const std::vector<ControlChange>& changes() const { return m_changes; }

    // Where in the run a step ended, in epochs: between two points, and after the last, at an even pace.
    double epochAfter(std::int64_t step) const;

    // A JSON object; {} is an empty history. Reading throws Error (Input) naming what is wrong.
    std::string toJson() const;
    static LossHistory fromJson(const std::string& text);

private:
    void thinLosses();

    std::vector<LossPoint> m_losses;
    std::vector<EpochResult> m_epochs;
    std::vector<ControlChange> m_changes;
    std::int64_t m_stride = 1;  // steps a point stands for
    Losses m_pendingSum{};      // of the point that is not yet full
    float m_pendingNorms = 0;   // likewise, of gradients
    std::int64_t m_pending = 0; // steps in it
};

} // namespace latentscape
