#include "core/train/LatentPlane.h"

#include <algorithm>

namespace latentscape {

namespace {

constexpr std::int64_t kNear = 10;

using Row = Eigen::Map<const Eigen::RowVectorXf>;

Row rowOf(std::span<const float> values) {
    return {values.data(), static_cast<Eigen::Index>(values.size())};
}

// The mean of `values` at the rows of `points` that are nearest to `from`.
Eigen::RowVectorXf amidNearest(const Tensor& points, const Row& from, const Tensor& values) {
    const Eigen::VectorXf squares = (points.matrix().rowwise() - from).rowwise().squaredNorm();
    std::vector<std::pair<float, std::int64_t>> nearest;
    for (std::int64_t i = 0; i < squares.size(); ++i) { // the farthest of the nearest first
        if (std::ssize(nearest) == kNear && squares(i) >= nearest.front().first) {
            continue;
        }
        nearest.emplace_back(squares(i), i);
        std::ranges::push_heap(nearest);
        if (std::ssize(nearest) > kNear) {
            std::ranges::pop_heap(nearest);
            nearest.pop_back();
        }
    }
    const float least = std::max(std::ranges::min_element(nearest)->first, 1e-12f);
    Eigen::RowVectorXf mean = Eigen::RowVectorXf::Zero(values.dim(1));
    float total = 0;
    for (const auto& [square, i] : nearest) {
        const float weight = least / (square + 1e-3f * least); // 1000 at a point itself
        mean += weight * values.matrix().row(i);
        total += weight;
    }
    return mean / total;
}

} // namespace

LatentPlane::LatentPlane(std::shared_ptr<const LatentMap> map, std::span<const float> origin, Tensor axes)
    : m_map(std::move(map))
    , m_origin(origin.begin(), origin.end())
    , m_axes(std::move(axes))
    , m_positions({m_map->latents.dim(0), 2}) {
    m_positions.matrix().noalias() =
        (m_map->latents.matrix().rowwise() - rowOf(m_origin)) * m_axes.matrix().transpose();
}

LatentPlane LatentPlane::ofComponents(std::shared_ptr<const LatentMap> map, std::int64_t x, std::int64_t y) {
    const PrincipalComponents& components = map->components;
    Tensor axes({2, components.dimensions()});
    for (std::int64_t axis = 0; axis < 2; ++axis) {
        if (const std::int64_t wanted = axis == 0 ? x : y; wanted < components.count()) {
            std::ranges::copy(components.components.row(wanted), axes.row(axis).begin());
        }
    }
    const std::span<const float> origin = components.mean.values();
    return {map, origin, std::move(axes)};
}

LatentPlane LatentPlane::ofDimensions(std::shared_ptr<const LatentMap> map, std::int64_t x, std::int64_t y) {
    const std::int64_t latents = map->latents.dim(1);
    Tensor axes({2, latents});
    for (std::int64_t axis = 0; axis < 2; ++axis) {
        if (const std::int64_t wanted = axis == 0 ? x : y; wanted < latents) {
            axes.row(axis)[static_cast<std::size_t>(wanted)] = 1;
        }
    }
    const std::vector<float> origin(static_cast<std::size_t>(latents));
    return {std::move(map), origin, std::move(axes)};
}

LatentPlane LatentPlane::ofArrangement(std::shared_ptr<const LatentMap> map, Tensor positions) {
    const std::vector<float> none(static_cast<std::size_t>(map->latents.dim(1)));
    LatentPlane plane(map, none, Tensor({2, map->latents.dim(1)}));
    plane.m_isArrangement = true;
    plane.m_positions = std::move(positions);
    return plane;
}

LatentPlane::Place LatentPlane::placeOf(std::span<const float> latent) const {
    const Row point = rowOf(latent);
    const Eigen::RowVectorXf place = m_isArrangement
                                         ? amidNearest(m_map->latents, point, m_positions)
                                         : ((point - rowOf(m_origin)) * m_axes.matrix().transpose()).eval();
    return {place(0), place(1)};
}

std::vector<float> LatentPlane::latentAt(Place place, std::span<const float> present) const {
    Eigen::RowVectorXf latent;
    if (m_isArrangement) {
        latent = amidNearest(m_positions, rowOf(place), m_map->latents);
    } else {
        const Place from = placeOf(present);
        latent = rowOf(present) + (place[0] - from[0]) * m_axes.matrix().row(0) +
                 (place[1] - from[1]) * m_axes.matrix().row(1);
    }
    return {latent.begin(), latent.end()};
}

float LatentPlane::distanceFrom(Place place) const {
    return (m_positions.matrix().rowwise() - rowOf(place)).rowwise().squaredNorm().minCoeff();
}

} // namespace latentscape
