// What a snapshot brings now and then, for the eye: a copy of the weights, and pictures drawn with them.
#pragma once

#include "core/train/Snapshot.h"
#include "core/train/Timer.h"

namespace latentscape {

class Previews {
public:
    // Seconds between two copies, and between two drawings, at least; 0: never.
    Previews(double weightsInterval, double samplesInterval, const PictureCounts& counts);

    std::uint64_t series() const { return m_counts.series; } // of the samples' latents
    void takeOtherLatents();                                 // with the next snapshot

    // What is due, or all; modelStep: after which the weights were as they are. heldOut: null for none.
    void addTo(Snapshot& snapshot, Model& model, std::int64_t modelStep, const Dataset* heldOut,
               std::uint64_t seed, bool all);

private:
    bool m_copies; // at all
    bool m_draws;  // likewise
    PictureCounts m_counts;
    bool m_drawingWanted = false;
    Timer m_weightsTimer;
    Timer m_samplesTimer;
};

} // namespace latentscape
