// The classes of the rows that a conditional network is about to see. Its model says them before a pass and
// its layers read them, so that a layer is called the same with a condition and without one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace latentscape {

// Classes of images or latents, from 0.
using Labels = std::span<const std::uint16_t>;

// Those of the rows [first, first + count); none when there are none.
inline Labels partOf(Labels labels, std::int64_t first, std::int64_t count) {
    return labels.empty() ? labels
                          : labels.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
}

class ClassLabels {
public:
    explicit ClassLabels(std::int64_t classes)
        : m_classes(classes) {}

    std::int64_t classes() const { return m_classes; }

    // For a batch of `rows`: a class for each, or one for as many rows side by side as come on each. Ignored
    // when there are no classes; else throws Error (Usage) when they do not fit or one does not exist.
    void set(Labels labels, std::int64_t rows);

    // Of a row of a batch that is as large or a multiple of it: several samples of an image side by side.
    // 0 when there are no classes.
    std::uint16_t of(std::int64_t row, std::int64_t rows) const {
        const auto count = static_cast<std::int64_t>(m_labels.size());
        return count == 0 ? std::uint16_t{0} : m_labels[static_cast<std::size_t>(row * count / rows)];
    }

private:
    std::int64_t m_classes;
    std::vector<std::uint16_t> m_labels;
};

} // namespace latentscape
