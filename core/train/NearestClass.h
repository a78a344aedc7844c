// Tells the class of a made image by the real one that is nearest to it, pixel by pixel: rough, but at once
// and without a classifier that has to be trained. A value; any thread.
#pragma once

#include "core/data/Dataset.h"

#include <cstdint>
#include <vector>

namespace latentscape {

class NearestClass {
public:
    NearestClass() = default; // knows none
    // Some of the images, at even distances: they may be in the order of their classes. Knows none when they
    // have no labels.
    explicit NearestClass(const Dataset& real);

    bool knowsSome() const { return m_shares.size() > 1; } // at least two classes
    std::uint16_t of(const Image& image) const;            // which must be of the real ones' shape
    double classesAmong(int images) const;                 // expected among so many real ones

private:
    std::vector<Image> m_known;
    std::vector<std::uint16_t> m_classes; // of them
    std::vector<double> m_shares;         // of the classes
};

// So many indices below `count` at even distances, or all.
std::vector<std::uint32_t> evenIndices(std::int64_t count, std::int64_t most);
std::vector<Image> imagesAt(const Dataset& data, const std::vector<std::uint32_t>& indices);

} // namespace latentscape
