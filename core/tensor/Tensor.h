// An owned, 64-byte aligned, dense row-major block of floats with a shape. Copying copies the values.
// By convention the first dimension is the batch.
#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace latentscape {

using Shape = std::vector<std::int64_t>;

// Product of the dimensions; 1 for a scalar's empty shape. Throws Error when a dimension is negative or the
// product does not fit.
std::int64_t elementCount(const Shape& shape);

// "2x3x4", for messages.
std::string toString(const Shape& shape);

using RowMajorMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using MatrixView = Eigen::Map<RowMajorMatrix>;
using ConstMatrixView = Eigen::Map<const RowMajorMatrix>;

inline constexpr std::size_t kAlignment = 64; // a cache line and an AVX-512 register

// 64-byte aligned floats, zeroed. What Tensor and ParameterStore are made of.
class AlignedFloats {
public:
    AlignedFloats() = default;
    explicit AlignedFloats(std::size_t count);
    AlignedFloats(const AlignedFloats& other);
    AlignedFloats(AlignedFloats&& other) noexcept = default;
    AlignedFloats& operator=(AlignedFloats other) noexcept;

    float* data() { return m_data.get(); }
    const float* data() const { return m_data.get(); }
    std::size_t size() const { return m_size; }
    std::span<float> span() { return {m_data.get(), m_size}; }
    std::span<const float> span() const { return {m_data.get(), m_size}; }

private:
    struct Free {
        void operator()(float* p) const;
    };
    std::unique_ptr<float[], Free> m_data;
    std::size_t m_size = 0;
};

class Tensor {
public:
    Tensor() = default;
    // Zeroed. Throws Error for an impossible shape.
    explicit Tensor(Shape shape);
    // Copies values; throws Error when their number is not that of the shape.
    Tensor(Shape shape, std::span<const float> values);

    const Shape& shape() const { return m_shape; }
    std::int64_t dim(std::size_t axis) const { return m_shape.at(axis); }
    std::int64_t size() const { return static_cast<std::int64_t>(m_values.size()); }
    bool empty() const { return m_values.size() == 0; }

    float* data() { return m_values.data(); }
    const float* data() const { return m_values.data(); }
    std::span<float> values() { return m_values.span(); }
    std::span<const float> values() const { return m_values.span(); }

    // Row i of the first dimension.
    std::span<float> row(std::int64_t i);
    std::span<const float> row(std::int64_t i) const;

    // [dim(0), all others] as an Eigen matrix.
    MatrixView matrix();
    ConstMatrixView matrix() const;

private:
    Shape m_shape;
    AlignedFloats m_values;
};

} // namespace latentscape
