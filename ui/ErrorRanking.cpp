#include "ui/ErrorRanking.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace latentscape {

void ErrorRanking::setImages(std::shared_ptr<const Dataset> images) {
    m_images = std::move(images);
    m_class.reset();
    setErrors(nullptr);
}

void ErrorRanking::setErrors(std::shared_ptr<const MeasuredErrors> errors) {
    m_errors = std::move(errors);
    if (!m_errors) {
        m_range.reset();
    }
    m_values = m_errors ? m_errors->errors.of(m_metric) : std::vector<float>();
    sort();
}

void ErrorRanking::setMetric(ErrorMetric metric) {
    m_metric = metric;
    m_range.reset();
    setErrors(m_errors);
}

void ErrorRanking::setOrder(ImageOrder order) {
    m_order = order;
    sort();
}

void ErrorRanking::setRange(std::optional<ErrorHistogram::Range> range) {
    m_range = range;
    sort();
}

void ErrorRanking::setClass(std::optional<std::uint16_t> label) {
    m_class = label;
    m_range.reset();
    sort();
}

bool ErrorRanking::isOfClass(std::uint32_t image) const {
    return !m_class || m_images->factors(image)[0] == *m_class;
}

void ErrorRanking::sort() {
    m_sequence = m_images ? sequenceOf(*m_images, m_order, m_metric, m_values) : std::vector<std::uint32_t>();
    std::erase_if(m_sequence, [this](std::uint32_t i) {
        return !isOfClass(i) || (m_range && isKnown() && !m_range->contains(m_values[i]));
    });
}

std::vector<float> ErrorRanking::valuesOf(const MeasuredErrors& errors) const {
    std::vector<float> all = errors.errors.of(m_metric);
    if (!m_class) {
        return all;
    }
    std::vector<float> chosen;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (isOfClass(static_cast<std::uint32_t>(i))) {
            chosen.push_back(all[i]);
        }
    }
    return chosen;
}

std::int64_t ErrorRanking::imagesOfClass() const {
    std::int64_t count = 0;
    for (std::uint32_t i = 0; m_images && i < static_cast<std::uint32_t>(m_images->count()); ++i) {
        count += isOfClass(i);
    }
    return count;
}

std::optional<ErrorHistogram::Range> ErrorRanking::rangeOf(const std::vector<std::uint32_t>& images) const {
    if (!isKnown() || images.empty()) {
        return std::nullopt;
    }
    const auto error = [this](std::uint32_t image) { return m_values[image]; };
    const auto [least, most] = std::ranges::minmax_element(images, {}, error);
    return ErrorHistogram::Range{error(*least), error(*most)};
}

std::vector<std::size_t> ErrorRanking::ranked(const ReconstructionErrors& page) const {
    std::vector<std::size_t> sequence(page.count());
    std::iota(sequence.begin(), sequence.end(), std::size_t{0});
    const std::vector<float> values = page.of(m_metric);
    const bool byError = m_order == ImageOrder::WorstFirst || m_order == ImageOrder::BestFirst;
    if (byError && isKnown() && !values.empty()) {
        const bool largestFirst = largerIsWorse(m_metric) == (m_order == ImageOrder::WorstFirst);
        std::ranges::stable_sort(sequence, [&](std::size_t a, std::size_t b) {
            return largestFirst ? values[a] > values[b] : values[a] < values[b];
        });
    }
    return sequence;
}

} // namespace latentscape
