// A plane on which the points of a LatentMap lie, and the way between it and the latent space: cut through it
// along two directions, or an arrangement such as t-SNE's that has no formula. Shared values.
#pragma once

#include "core/train/LatentMap.h"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace latentscape {

class LatentPlane {
public:
    using Place = std::array<float, 2>; // x, y

    // Along two principal components, or two dimensions, counted from 0. One that there is not leaves
    // everything at zero there.
    static LatentPlane ofComponents(std::shared_ptr<const LatentMap> map, std::int64_t x, std::int64_t y);
    static LatentPlane ofDimensions(std::shared_ptr<const LatentMap> map, std::int64_t x, std::int64_t y);
    // positions [n, 2]: of the map's points.
    static LatentPlane ofArrangement(std::shared_ptr<const LatentMap> map, Tensor positions);

    const std::shared_ptr<const LatentMap>& map() const { return m_map; }
    const Tensor& positions() const { return m_positions; } // of the map's points, [n, 2]
    bool isArrangement() const { return m_isArrangement; }

    // Where this point of the latent space lies. On an arrangement: amid the ten points of the map that are
    // nearest to it, weighted by their inverse squared distance (Shepard 1968).
    Place placeOf(std::span<const float> latent) const;
    // What lies there. In a cut: `present`, moved within it; all other coordinates stay. In an arrangement:
    // amid the ten points of the map that lie nearest, likewise.
    std::vector<float> latentAt(Place place, std::span<const float> present) const;
    // Squared distance to the nearest of the map's points.
    float distanceFrom(Place place) const;

private:
    LatentPlane(std::shared_ptr<const LatentMap> map, std::span<const float> origin, Tensor axes);

    std::shared_ptr<const LatentMap> m_map;
    bool m_isArrangement = false;
    std::vector<float> m_origin; // [latent], of a cut: lies at zero
    Tensor m_axes;               // [2, latent], orthonormal
    Tensor m_positions;
};

} // namespace latentscape
