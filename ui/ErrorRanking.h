// In which order held-out images are paged through: by the error of each once it is known, as they come until
// then. Plain values.
#pragma once

#include "ui/DecodeLoop.h"
#include "ui/ErrorHistogram.h"

#include <optional>
#include <vector>

namespace latentscape {

class ErrorRanking {
public:
    // As the link in the header of Compare lists them.
    enum class Order { WorstFirst, BestFirst, AsTheyCome };

    void reset(std::int64_t images);           // other images or another model: no error is known
    void setErrors(std::vector<float> errors); // of all images
    void setOrder(Order order);
    void setRange(std::optional<ErrorHistogram::Range> range); // only images with such an error

    bool isKnown() const { return !m_errors.empty(); }
    bool hasRange() const { return m_range.has_value(); }
    const std::vector<float>& errors() const { return m_errors; }
    // All images that can be paged through, by their index in the data set.
    const std::vector<std::uint32_t>& sequence() const { return m_sequence; }

    // From the least error to the greatest, once it is known.
    std::optional<ErrorHistogram::Range> rangeOf(const std::vector<std::uint32_t>& images) const;
    // A page whose images newer weights may rank anew.
    ReconstructedImages ranked(const ReconstructedImages& page) const;

private:
    void sort();

    Order m_order = Order::WorstFirst;
    std::optional<ErrorHistogram::Range> m_range;
    std::int64_t m_images = 0;
    std::vector<float> m_errors; // by image
    std::vector<std::uint32_t> m_sequence;
};

} // namespace latentscape
