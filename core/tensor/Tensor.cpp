#include "core/tensor/Tensor.h"

#include "core/tensor/Error.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>
#include <utility>

namespace latentscape {

std::int64_t elementCount(const Shape& shape) {
    std::int64_t count = 1;
    for (const std::int64_t d : shape) {
        if (d < 0 || (d > 0 && count > std::numeric_limits<std::int64_t>::max() / d)) {
            throw Error(ErrorKind::Usage, "A tensor cannot have the shape " + toString(shape) + ".");
        }
        count *= d;
    }
    return count;
}

std::string toString(const Shape& shape) {
    std::string text;
    for (const std::int64_t d : shape) {
        text += (text.empty() ? "" : "x") + std::to_string(d);
    }
    return text.empty() ? "scalar" : text;
}

void AlignedFloats::Free::operator()(float* p) const {
    ::operator delete[](p, std::align_val_t{kAlignment});
}

AlignedFloats::AlignedFloats(std::size_t count)
    : m_size(count) {
    if (count == 0) {
        return;
    }
    if (count > std::numeric_limits<std::size_t>::max() / sizeof(float)) {
        throw std::bad_alloc();
    }
    m_data.reset(static_cast<float*>(::operator new[](count * sizeof(float), std::align_val_t{kAlignment})));
    std::fill_n(m_data.get(), count, 0.0f);
}

AlignedFloats::AlignedFloats(const AlignedFloats& other)
    : AlignedFloats(other.m_size) {
    std::copy_n(other.data(), m_size, data());
}

AlignedFloats& AlignedFloats::operator=(AlignedFloats other) noexcept {
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

Tensor::Tensor(Shape shape)
    : m_shape(std::move(shape))
    , m_values(static_cast<std::size_t>(elementCount(m_shape))) {}

Tensor::Tensor(Shape shape, std::span<const float> values)
    : Tensor(std::move(shape)) {
    if (values.size() != m_values.size()) {
        throw Error(ErrorKind::Usage, std::to_string(values.size()) + " values do not fill the shape " +
                                          toString(m_shape) + ".");
    }
    std::ranges::copy(values, m_values.data());
}

std::span<float> Tensor::row(std::int64_t i) {
    const auto width = m_values.size() / static_cast<std::size_t>(m_shape.at(0));
    return values().subspan(static_cast<std::size_t>(i) * width, width);
}

std::span<const float> Tensor::row(std::int64_t i) const {
    const auto width = m_values.size() / static_cast<std::size_t>(m_shape.at(0));
    return values().subspan(static_cast<std::size_t>(i) * width, width);
}

MatrixView Tensor::matrix() {
    return {data(), m_shape.at(0), m_shape[0] == 0 ? 0 : size() / m_shape[0]};
}

ConstMatrixView Tensor::matrix() const {
    return {data(), m_shape.at(0), m_shape[0] == 0 ? 0 : size() / m_shape[0]};
}

} // namespace latentscape
