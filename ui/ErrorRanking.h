// Which images are paged through, and in which order: by the error of each once it is known, as they come
// until then, or by their class. Plain values.
#pragma once

#include "core/train/ImageOrder.h"
#include "ui/ErrorHistogram.h"

#include <memory>
#include <optional>
#include <vector>

namespace latentscape {

class ErrorRanking {
public:
    void setImages(std::shared_ptr<const Dataset> images);        // no error is known, no class chosen
    void setErrors(std::shared_ptr<const MeasuredErrors> errors); // of all images; null: not known
    void setMetric(ErrorMetric metric);                           // and no range
    void setOrder(ImageOrder order);
    void setRange(std::optional<ErrorHistogram::Range> range); // only images with such an error
    void setClass(std::optional<std::uint16_t> label);         // only images of this class, and no range

    bool isKnown() const { return !m_values.empty(); }
    bool hasRange() const { return m_range.has_value(); }
    ErrorMetric metric() const { return m_metric; }
    // All images that can be paged through, by their index in the data set.
    const std::vector<std::uint32_t>& sequence() const { return m_sequence; }
    // The errors of all images of the chosen class; none before they are known.
    std::vector<float> values() const { return m_errors ? valuesOf(*m_errors) : std::vector<float>(); }
    std::vector<float> valuesOf(const MeasuredErrors& errors) const; // of another model, likewise
    std::int64_t imagesOfClass() const;                              // of the chosen class, or all

    // From the least error to the greatest, once it is known.
    std::optional<ErrorHistogram::Range> rangeOf(const std::vector<std::uint32_t>& images) const;
    // In which order images of a page come whose errors newer weights have changed.
    std::vector<std::size_t> ranked(const ReconstructionErrors& page) const;

private:
    bool isOfClass(std::uint32_t image) const;
    void sort();

    ImageOrder m_order = ImageOrder::WorstFirst;
    ErrorMetric m_metric = ErrorMetric::SquaredError;
    std::optional<ErrorHistogram::Range> m_range;
    std::optional<std::uint16_t> m_class;
    std::shared_ptr<const Dataset> m_images;
    std::shared_ptr<const MeasuredErrors> m_errors;
    std::vector<float> m_values; // by image, in the metric
    std::vector<std::uint32_t> m_sequence;
};

} // namespace latentscape
