#include "core/train/Neighbours.h"

#include "core/tensor/Parallel.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace latentscape {

namespace {

constexpr std::int64_t kBlock = 256; // points whose distances from all are held at once, by all threads
constexpr std::int64_t kGrain = 16;  // points a thread takes at least

struct Search {
    const RowMajorMatrix& points;
    const Eigen::VectorXf& norms;
    std::int64_t each;
};

// |a - b|^2 = |a|^2 + |b|^2 - 2 a b loses digits where a and b are near each other: it chooses the
// neighbours, and their distances are worked out again from the differences.
void findFor(const Search& search, std::int64_t first, std::int64_t last, Neighbours& found) {
    const std::int64_t n = search.points.rows();
    RowMajorMatrix distances =
        -2.0f * search.points.middleRows(first, last - first) * search.points.transpose();
    distances.rowwise() += search.norms.transpose();
    std::vector<std::uint32_t> order(static_cast<std::size_t>(n));
    std::vector<std::pair<float, std::uint32_t>> nearest(static_cast<std::size_t>(search.each));
    for (std::int64_t i = first; i < last; ++i) {
        float* row = distances.row(i - first).data();
        row[i] = std::numeric_limits<float>::infinity();
        std::iota(order.begin(), order.end(), 0u);
        const auto end = order.begin() + search.each;
        if (end != order.end()) {
            std::nth_element(order.begin(), end, order.end(), [row](std::uint32_t a, std::uint32_t b) {
                return row[a] != row[b] ? row[a] < row[b] : a < b;
            });
        }
        std::transform(order.begin(), end, nearest.begin(), [&](std::uint32_t j) {
            return std::pair{(search.points.row(i) - search.points.row(j)).squaredNorm(), j};
        });
        std::ranges::sort(nearest);
        for (std::int64_t k = 0; k < search.each; ++k) {
            const auto at = static_cast<std::size_t>(i * search.each + k);
            found.squares[at] = nearest[static_cast<std::size_t>(k)].first;
            found.indices[at] = nearest[static_cast<std::size_t>(k)].second;
        }
    }
}

} // namespace

Neighbours nearestNeighbours(const Tensor& points, std::int64_t each, const WorkWatch& watch) {
    const std::int64_t n = points.dim(0);
    Neighbours found;
    found.each = std::clamp<std::int64_t>(each, 0, std::max<std::int64_t>(n - 1, 0));
    found.indices.resize(static_cast<std::size_t>(n * found.each));
    found.squares.resize(found.indices.size());
    if (found.each == 0) {
        return found;
    }
    const Eigen::RowVectorXf mean = points.matrix().colwise().mean(); // shorter vectors lose fewer digits
    const RowMajorMatrix centred = points.matrix().rowwise() - mean;
    const Eigen::VectorXf norms = centred.rowwise().squaredNorm();
    for (std::int64_t block = 0; block < n; block += kBlock) {
        watch.reached(block, n);
        parallelFor(std::min(kBlock, n - block), kGrain, [&](std::int64_t first, std::int64_t last) {
            findFor({centred, norms, found.each}, block + first, block + last, found);
        });
    }
    return found;
}

} // namespace latentscape
