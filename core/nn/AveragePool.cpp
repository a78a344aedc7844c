#include "core/nn/AveragePool.h"

#include "core/nn/ImageParts.h"
#include "core/tensor/Error.h"
#include "core/tensor/Simd.h"

namespace latentscape {

namespace {

constexpr std::int64_t kGrain = 25'000; // elements worth a thread

// to += factor from
LATENTSCAPE_SIMD void addTimes(const float* from, float factor, float* to, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        to[i] += factor * from[i];
    }
}

} // namespace

AveragePool::AveragePool(std::int64_t kernel, std::int64_t stride)
    : m_kernel(kernel)
    , m_stride(stride) {
    if (kernel < 1 || stride < 1) {
        throw Error(ErrorKind::Usage, "A pooling layer needs a kernel and a stride of at least 1.");
    }
}

Shape AveragePool::declare(const Shape& input, ParameterStore&, const std::string& prefix) {
    if (input.size() != 3 || std::min(input[0], input[1]) < m_kernel) {
        throw Error(ErrorKind::Usage, prefix + ": pooling with a \"kernel\" of " + std::to_string(m_kernel) +
                                          " needs images of at least that side, but its input is " +
                                          toString(input) + ".");
    }
    m_input = input;
    m_output = {(input[0] - m_kernel) / m_stride + 1, (input[1] - m_kernel) / m_stride + 1, input[2]};
    return m_output;
}

// f(offset of a pixel of the output, offset of the first channel of a pixel that it is the mean of), for all
// images, on all threads.
template <typename F> void AveragePool::forPatches(std::int64_t images, const F& f) const {
    const std::int64_t channels = m_input[2];
    const int parts = imagePartsFor(images, elementCount(m_input), kGrain);
    parallelParts(parts, [&](int part) {
        const auto [first, last] = imagesOf(images, part, parts);
        std::int64_t to = first * elementCount(m_output);
        for (std::int64_t image = first; image < last; ++image) {
            for (std::int64_t i = 0; i < m_output[0]; ++i) {
                for (std::int64_t j = 0; j < m_output[1]; ++j, to += channels) {
                    for (std::int64_t k = 0; k < m_kernel * m_kernel; ++k) {
                        const std::int64_t row = image * m_input[0] + i * m_stride + k / m_kernel;
                        f(to, (row * m_input[1] + j * m_stride + k % m_kernel) * channels);
                    }
                }
            }
        }
    });
}

void AveragePool::forward(const Tensor& x, Tensor& y, Mode) {
    const float share = 1.0f / static_cast<float>(m_kernel * m_kernel);
    std::ranges::fill(y.values(), 0.0f);
    forPatches(x.dim(0), [&](std::int64_t to, std::int64_t from) {
        addTimes(x.data() + from, share, y.data() + to, m_input[2]);
    });
}

void AveragePool::backward(const Tensor& x, const Tensor&, Tensor& dy, Tensor* dx, WeightGradients) {
    if (!dx) {
        return;
    }
    const float share = 1.0f / static_cast<float>(m_kernel * m_kernel);
    std::ranges::fill(dx->values(), 0.0f);
    forPatches(x.dim(0), [&](std::int64_t to, std::int64_t from) {
        addTimes(dy.data() + to, share, dx->data() + from, m_input[2]);
    });
}

} // namespace latentscape
