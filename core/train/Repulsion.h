// The forces by which all points of a plane push each other away in t-SNE, in n log n steps: far groups of
// points act as one (Barnes & Hut 1986). The points of a leaf of the tree share one walk through it, and then
// one list of what acts on them, which arithmetic over many lanes likes (Barnes 1990, "A modified tree
// code"). Spread over the calling thread's compute threads; the result does not depend on their number.
#pragma once

#include "core/tensor/Tensor.h"

#include <cstdint>
#include <vector>

namespace latentscape {

class Repulsion {
public:
    // theta: a cell acts as one point when its side is less than theta times its distance. 0: exact.
    explicit Repulsion(float theta)
        : m_theta(theta) {}

    // positions [n, 2], finite. forces [n, 2]: sum over j of q_ij^2 (y_i - y_j) with q_ij = 1 / (1 + |y_i -
    // y_j|^2). Returns the sum of q_ij over all i != j.
    double work(const Tensor& positions, Tensor& forces);

private:
    struct Node {
        float x, y;                // centre of its points
        float side;                // of its cell
        std::uint32_t first, last; // its points, in the tree's order
        std::uint32_t children, childCount;
    };
    struct Influence { // what acts on the points of a leaf
        std::vector<float> x, y, weight;
        std::vector<std::uint32_t> open; // nodes to look at
    };

    void sort(const Tensor& positions);
    void build();
    void split(std::size_t node, int level);
    void collect(const Node& leaf, Influence& influence) const;
    double act(const Node& leaf, const Influence& influence, Tensor& forces) const;

    float m_theta;
    float m_side = 0;                    // of the whole
    std::vector<std::uint64_t> m_codes;  // Morton code and index of each point, sorted
    std::vector<float> m_x, m_y;         // in that order
    std::vector<Node> m_nodes;           // the root first
    std::vector<std::uint32_t> m_leaves; // nodes without children
    std::vector<double> m_sums;          // a leaf each
};

} // namespace latentscape
