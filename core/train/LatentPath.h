// A way through the latent space from stop to stop, for a walk that is watched or written as an animation.
// A value; any thread.
#pragma once

#include "core/tensor/Tensor.h"
#include "core/tensor/WorkWatch.h"

#include <utility>
#include <vector>

namespace latentscape {

enum class PathKind {
    Straight,  // linear between two stops
    Spherical, // along the arc, the length changing evenly: it stays as far from the middle as the prior's
               // points are (White 2016, "Sampling generative networks", section 2)
};

class LatentPath {
public:
    // stops [n, latent], n >= 1. Throws Error (Usage) when there is none, or a value is not finite.
    LatentPath(Tensor stops, PathKind kind);

    std::int64_t legs() const { return m_stops.dim(0) - 1; } // between two stops
    // position 0 to 1 over the whole way, at an even speed: a leg takes its share of the distance. Clamped.
    std::vector<float> at(double position) const;
    double positionOf(std::int64_t stop) const;
    Tensor sample(std::int64_t count) const; // [count, latent], both ends included

private:
    std::pair<std::int64_t, double> legAt(double position) const; // and how much of it is done

    Tensor m_stops;
    std::vector<double> m_ends; // position at which each leg begins, and 1
    PathKind m_kind;
};

// Stops in between, so that the way leads through where the data are: along the shortest way in the graph
// that joins each of `points` [n, latent] and each stop with its `neighbours` nearest ones (as Isomap
// measures distance, Tenenbaum et al. 2000; steps cost their square, which prefers many short ones). Where
// the graph falls apart the leg stays straight. stops [m, latent] -> [at least m, latent]. Takes n^2 latent
// multiplications. Throws Error (Usage) when the widths differ, (Cancelled) as the watch wants it.
Tensor alongPoints(const Tensor& stops, const Tensor& points, int neighbours = 10,
                   const WorkWatch& watch = {});

} // namespace latentscape
