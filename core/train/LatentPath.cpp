#include "core/train/LatentPath.h"

#include "core/tensor/Error.h"
#include "core/train/Neighbours.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <utility>

namespace latentscape {

namespace {

void checkFinite(const Tensor& values, const char* what) {
    if (!std::ranges::all_of(values.values(), [](float value) { return std::isfinite(value); })) {
        throw Error(ErrorKind::Usage,
                    std::string(what) + " of a latent path hold a value that is not finite.");
    }
}

std::vector<float> straight(std::span<const float> a, std::span<const float> b, double share) {
    std::vector<float> point(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        point[i] = static_cast<float>((1 - share) * a[i] + share * b[i]);
    }
    return point;
}

std::vector<float> spherical(std::span<const float> a, std::span<const float> b, double share) {
    double aa = 0, bb = 0, ab = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        aa += double{a[i]} * a[i];
        bb += double{b[i]} * b[i];
        ab += double{a[i]} * b[i];
    }
    const double lengths = std::sqrt(aa * bb);
    const double angle = lengths > 0 ? std::acos(std::clamp(ab / lengths, -1.0, 1.0)) : 0;
    const double sine = std::sin(angle);
    if (sine < 1e-4) { // along one line, or from the middle: there is no arc to follow
        return straight(a, b, share);
    }
    std::vector<float> point(a.size());
    const double length = (1 - share) * std::sqrt(aa) + share * std::sqrt(bb);
    const double wa = std::sin((1 - share) * angle) / sine * length / std::sqrt(aa);
    const double wb = std::sin(share * angle) / sine * length / std::sqrt(bb);
    for (std::size_t i = 0; i < a.size(); ++i) {
        point[i] = static_cast<float>(wa * a[i] + wb * b[i]);
    }
    return point;
}

struct Edge {
    std::int64_t to;
    float cost; // squared distance
};

using Graph = std::vector<std::vector<Edge>>;

// Each of points [n, d] joined both ways with its nearest ones.
Graph neighbourGraph(const Tensor& points, int neighbours, const WorkWatch& watch) {
    const std::int64_t n = points.dim(0);
    const Neighbours near = nearestNeighbours(points, std::min<std::int64_t>(neighbours, n - 1), watch);
    Graph graph(static_cast<std::size_t>(n));
    for (std::int64_t i = 0; i < n; ++i) {
        for (std::int64_t k = 0; k < near.each; ++k) {
            const auto at = static_cast<std::size_t>(i * near.each + k);
            graph[static_cast<std::size_t>(i)].push_back({near.indices[at], near.squares[at]});
            graph[near.indices[at]].push_back({i, near.squares[at]});
        }
    }
    return graph;
}

// What lies between two nodes on the cheapest way (Dijkstra 1959), both left out; nothing when there is none.
std::vector<std::int64_t> between(const Graph& graph, std::int64_t from, std::int64_t to) {
    constexpr float kFar = std::numeric_limits<float>::infinity();
    std::vector<float> cost(graph.size(), kFar);
    std::vector<std::int64_t> before(graph.size(), -1);
    using Reached = std::pair<float, std::int64_t>;
    std::priority_queue<Reached, std::vector<Reached>, std::greater<>> open;
    cost[static_cast<std::size_t>(from)] = 0;
    open.push({0.0f, from});
    while (!open.empty() && open.top().second != to) {
        const auto [reached, node] = open.top();
        open.pop();
        if (reached > cost[static_cast<std::size_t>(node)]) {
            continue;
        }
        for (const Edge& edge : graph[static_cast<std::size_t>(node)]) {
            const float sum = reached + edge.cost;
            if (sum < cost[static_cast<std::size_t>(edge.to)]) {
                cost[static_cast<std::size_t>(edge.to)] = sum;
                before[static_cast<std::size_t>(edge.to)] = node;
                open.push({sum, edge.to});
            }
        }
    }
    std::vector<std::int64_t> way;
    for (std::int64_t node = before[static_cast<std::size_t>(to)]; node >= 0 && node != from;
         node = before[static_cast<std::size_t>(node)]) {
        way.push_back(node);
    }
    std::ranges::reverse(way);
    return way;
}

} // namespace

LatentPath::LatentPath(Tensor stops, PathKind kind)
    : m_stops(std::move(stops))
    , m_kind(kind) {
    if (m_stops.dim(0) < 1) {
        throw Error(ErrorKind::Usage, "A latent path needs a stop at least.");
    }
    checkFinite(m_stops, "The stops");
    m_ends.push_back(0);
    for (std::int64_t leg = 0; leg < legs(); ++leg) {
        const auto to = m_stops.matrix().row(leg + 1);
        m_ends.push_back(m_ends.back() + (m_stops.matrix().row(leg) - to).cast<double>().norm());
    }
    const double length = m_ends.back();
    for (std::size_t i = 0; i < m_ends.size(); ++i) { // stops that are all the same: evenly in time
        m_ends[i] = length > 0 ? m_ends[i] / length
                               : static_cast<double>(i) /
                                     static_cast<double>(std::max<std::size_t>(1, m_ends.size() - 1));
    }
}

std::pair<std::int64_t, double> LatentPath::legAt(double position) const {
    position = std::clamp(position, 0.0, 1.0);
    const auto end = std::upper_bound(m_ends.begin() + 1, m_ends.end() - 1, position);
    const auto leg = end - m_ends.begin() - 1;
    const double length = *end - m_ends[static_cast<std::size_t>(leg)];
    return {leg, length > 0 ? (position - m_ends[static_cast<std::size_t>(leg)]) / length : 1};
}

std::vector<float> LatentPath::at(double position) const {
    if (legs() == 0) {
        const auto only = m_stops.row(0);
        return {only.begin(), only.end()};
    }
    const auto [leg, share] = legAt(position);
    const auto a = m_stops.row(leg);
    const auto b = m_stops.row(leg + 1);
    return m_kind == PathKind::Spherical ? spherical(a, b, share) : straight(a, b, share);
}

double LatentPath::positionOf(std::int64_t stop) const {
    return m_ends.at(static_cast<std::size_t>(stop));
}

Tensor LatentPath::sample(std::int64_t count) const {
    Tensor points({count, m_stops.dim(1)});
    for (std::int64_t i = 0; i < count; ++i) {
        std::ranges::copy(at(count > 1 ? static_cast<double>(i) / static_cast<double>(count - 1) : 0),
                          points.row(i).begin());
    }
    return points;
}

Tensor alongPoints(const Tensor& stops, const Tensor& points, int neighbours, const WorkWatch& watch) {
    if (stops.dim(1) != points.dim(1)) {
        throw Error(ErrorKind::Usage, "A path in " + std::to_string(stops.dim(1)) +
                                          " dimensions cannot lead along points in " +
                                          std::to_string(points.dim(1)) + ".");
    }
    checkFinite(stops, "The stops");
    checkFinite(points, "The points");
    const std::int64_t m = stops.dim(0);
    Tensor all({m + points.dim(0), stops.dim(1)});
    std::ranges::copy(stops.values(), all.values().begin());
    std::ranges::copy(points.values(), all.values().begin() + stops.size());
    const Graph graph = neighbourGraph(all, neighbours, watch);
    std::vector<std::int64_t> way;
    for (std::int64_t i = 0; i < m; ++i) {
        way.push_back(i);
        if (i + 1 < m) {
            std::ranges::copy(between(graph, i, i + 1), std::back_inserter(way));
        }
    }
    Tensor result({static_cast<std::int64_t>(way.size()), stops.dim(1)});
    for (std::size_t i = 0; i < way.size(); ++i) {
        std::ranges::copy(all.row(way[i]), result.row(static_cast<std::int64_t>(i)).begin());
    }
    return result;
}

} // namespace latentscape
