#include "core/train/Repulsion.h"

#include "core/tensor/Parallel.h"
#include "core/tensor/Simd.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kLevels = 16;         // bits of a coordinate in a Morton code
constexpr std::uint32_t kLeaf = 16; // points; fewer walks against longer lists
constexpr std::int64_t kGrain = 16; // leaves a thread takes at least

// abcd -> 0a0b0c0d
std::uint64_t spread(std::uint64_t bits) {
    bits = (bits | (bits << 8)) & 0x00ff00ff;
    bits = (bits | (bits << 4)) & 0x0f0f0f0f;
    bits = (bits | (bits << 2)) & 0x33333333;
    return (bits | (bits << 1)) & 0x55555555;
}

struct Force {
    float x, y, sum;
};

LATENTSCAPE_SIMD Force forceAt(float px, float py, const float* x, const float* y, const float* weight,
                               std::int64_t count) {
    float forceX = 0;
    float forceY = 0;
    float sum = 0;
#pragma omp simd reduction(+ : forceX, forceY, sum)
    for (std::int64_t j = 0; j < count; ++j) {
        const float dx = px - x[j];
        const float dy = py - y[j];
        const float q = 1.0f / (1.0f + dx * dx + dy * dy);
        const float weighted = weight[j] * q;
        sum += weighted;
        forceX += weighted * q * dx;
        forceY += weighted * q * dy;
    }
    return {forceX, forceY, sum};
}

} // namespace

double Repulsion::work(const Tensor& positions, Tensor& forces) {
    sort(positions);
    build();
    m_sums.assign(m_leaves.size(), 0);
    parallelFor(static_cast<std::int64_t>(m_leaves.size()), kGrain,
                [&](std::int64_t first, std::int64_t last) {
                    Influence influence;
                    for (auto i = static_cast<std::size_t>(first); i < static_cast<std::size_t>(last); ++i) {
                        const Node& leaf = m_nodes[m_leaves[i]];
                        collect(leaf, influence);
                        m_sums[i] = act(leaf, influence, forces);
                    }
                });
    double total = 0;
    for (const double sum : m_sums) {
        total += sum;
    }
    return total - static_cast<double>(positions.dim(0)); // each point's with itself, which is 1
}

// Along a curve that fills the plane, so that the points of each cell lie side by side.
void Repulsion::sort(const Tensor& positions) {
    const auto points = positions.matrix();
    const Eigen::RowVector2f low = points.colwise().minCoeff();
    const Eigen::RowVector2f high = points.colwise().maxCoeff();
    m_side = std::max((high - low).maxCoeff(), 1e-30f);
    const auto cell = [&](float value, float from) {
        const float share = (value - from) / m_side * static_cast<float>(1 << kLevels);
        return static_cast<std::uint64_t>(std::clamp(share, 0.0f, static_cast<float>((1 << kLevels) - 1)));
    };
    const auto n = static_cast<std::size_t>(points.rows());
    m_codes.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
        const auto row = static_cast<Eigen::Index>(i);
        const std::uint64_t code =
            spread(cell(points(row, 0), low(0))) << 1 | spread(cell(points(row, 1), low(1)));
        m_codes[i] = code << 32 | i;
    }
    std::ranges::sort(m_codes);
    m_x.resize(n);
    m_y.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
        const auto row = static_cast<Eigen::Index>(m_codes[i] & 0xffffffff);
        m_x[i] = points(row, 0);
        m_y[i] = points(row, 1);
    }
}

void Repulsion::build() {
    m_nodes.clear();
    m_leaves.clear();
    m_nodes.push_back({0, 0, m_side, 0, static_cast<std::uint32_t>(m_codes.size()), 0, 0});
    split(0, 0);
}

void Repulsion::split(std::size_t node, int level) {
    const auto [first, last] = std::pair{m_nodes[node].first, m_nodes[node].last};
    double x = 0;
    double y = 0;
    for (std::uint32_t i = first; i < last; ++i) {
        x += double{m_x[i]};
        y += double{m_y[i]};
    }
    m_nodes[node].x = static_cast<float>(x / (last - first));
    m_nodes[node].y = static_cast<float>(y / (last - first));
    if (last - first <= kLeaf || level == kLevels) {
        m_leaves.push_back(static_cast<std::uint32_t>(node));
        return;
    }
    const int shift = 32 + 2 * (kLevels - 1 - level); // where the two bits of this level are
    const auto children = static_cast<std::uint32_t>(m_nodes.size());
    std::uint32_t begin = first;
    for (std::uint64_t quarter = 0; quarter < 4; ++quarter) {
        const auto end = static_cast<std::uint32_t>(
            std::partition_point(m_codes.begin() + begin, m_codes.begin() + last,
                                 [&](std::uint64_t code) { return (code >> shift & 3) <= quarter; }) -
            m_codes.begin());
        if (end > begin) {
            m_nodes.push_back({0, 0, m_nodes[node].side / 2, begin, end, 0, 0});
        }
        begin = end;
    }
    m_nodes[node].children = children;
    m_nodes[node].childCount = static_cast<std::uint32_t>(m_nodes.size()) - children;
    for (std::uint32_t i = 0; i < m_nodes[node].childCount; ++i) {
        split(children + i, level + 1);
    }
}

// A cell is far when it is so for the nearest corner of the leaf's points.
void Repulsion::collect(const Node& leaf, Influence& influence) const {
    const auto x = std::minmax_element(m_x.begin() + leaf.first, m_x.begin() + leaf.last);
    const auto y = std::minmax_element(m_y.begin() + leaf.first, m_y.begin() + leaf.last);
    const auto gap = [](float value, float low, float high) {
        return std::max({low - value, value - high, 0.0f});
    };
    influence.x.clear();
    influence.y.clear();
    influence.weight.clear();
    influence.open.assign(1, 0);
    while (!influence.open.empty()) {
        const Node& node = m_nodes[influence.open.back()];
        influence.open.pop_back();
        const float dx = gap(node.x, *x.first, *x.second);
        const float dy = gap(node.y, *y.first, *y.second);
        if (node.side * node.side < m_theta * m_theta * (dx * dx + dy * dy)) {
            influence.x.push_back(node.x);
            influence.y.push_back(node.y);
            influence.weight.push_back(static_cast<float>(node.last - node.first));
        } else if (node.childCount == 0) {
            influence.x.insert(influence.x.end(), m_x.begin() + node.first, m_x.begin() + node.last);
            influence.y.insert(influence.y.end(), m_y.begin() + node.first, m_y.begin() + node.last);
            influence.weight.resize(influence.x.size(), 1.0f);
        } else {
            for (std::uint32_t i = 0; i < node.childCount; ++i) {
                influence.open.push_back(node.children + i);
            }
        }
    }
}

double Repulsion::act(const Node& leaf, const Influence& influence, Tensor& forces) const {
    double sum = 0;
    for (std::uint32_t i = leaf.first; i < leaf.last; ++i) {
        const Force force = forceAt(m_x[i], m_y[i], influence.x.data(), influence.y.data(),
                                    influence.weight.data(), static_cast<std::int64_t>(influence.x.size()));
        const auto row = forces.row(static_cast<std::int64_t>(m_codes[i] & 0xffffffff));
        row[0] = force.x;
        row[1] = force.y;
        sum += double{force.sum};
    }
    return sum;
}

} // namespace latentscape
