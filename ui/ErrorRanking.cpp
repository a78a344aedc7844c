#include "ui/ErrorRanking.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace latentscape {

void ErrorRanking::reset(std::int64_t images) {
    m_images = images;
    m_errors.clear();
    m_range.reset();
    sort();
}

void ErrorRanking::setErrors(std::vector<float> errors) {
    m_errors = std::move(errors);
    sort();
}

void ErrorRanking::setOrder(Order order) {
    m_order = order;
    sort();
}

void ErrorRanking::setRange(std::optional<ErrorHistogram::Range> range) {
    m_range = range;
    sort();
}

void ErrorRanking::sort() {
    m_sequence.resize(static_cast<std::size_t>(m_images));
    std::iota(m_sequence.begin(), m_sequence.end(), 0U);
    if (!isKnown())
        return;
    if (m_range)
        std::erase_if(m_sequence, [this](std::uint32_t i) { return !m_range->contains(m_errors[i]); });
    if (m_order != Order::AsTheyCome) {
        const bool worst = m_order == Order::WorstFirst;
        std::ranges::stable_sort(m_sequence, [this, worst](std::uint32_t a, std::uint32_t b) {
            return worst ? m_errors[a] > m_errors[b] : m_errors[a] < m_errors[b];
        });
    }
}

std::optional<ErrorHistogram::Range> ErrorRanking::rangeOf(const std::vector<std::uint32_t>& images) const {
    if (!isKnown() || images.empty())
        return std::nullopt;
    const auto error = [this](std::uint32_t image) { return m_errors[image]; };
    const auto [least, most] = std::ranges::minmax_element(images, {}, error);
    return ErrorHistogram::Range{error(*least), error(*most)};
}

ReconstructedImages ErrorRanking::ranked(const ReconstructedImages& page) const {
    if (!isKnown() || m_order == Order::AsTheyCome)
        return page;
    std::vector<std::size_t> sequence(page.errors.size());
    std::iota(sequence.begin(), sequence.end(), std::size_t{0});
    std::ranges::stable_sort(sequence, [&](std::size_t a, std::size_t b) {
        return m_order == Order::WorstFirst ? page.errors[a] > page.errors[b]
                                            : page.errors[a] < page.errors[b];
    });
    ReconstructedImages result;
    result.origin = page.origin;
    auto originals = std::make_shared<std::vector<Image>>();
    auto generated = std::make_shared<std::vector<Image>>();
    for (const std::size_t i : sequence) {
        result.indices.push_back(page.indices[i]);
        result.errors.push_back(page.errors[i]);
        originals->push_back((*page.originals)[i]);
        generated->push_back((*page.generated)[i]);
    }
    result.originals = std::move(originals);
    result.generated = std::move(generated);
    return result;
}

} // namespace latentscape
