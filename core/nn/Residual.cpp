#include "core/nn/Residual.h"

#include "core/nn/GradientShares.h"
#include "core/nn/Rectifier.h"
#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"
#include "core/tensor/Simd.h"

#include <algorithm>

namespace latentscape {

namespace {

constexpr std::int64_t kGrain = 25'000; // elements worth a thread

LATENTSCAPE_SIMD void addAndRectify(const float* a, const float* b, float slope, float* sum,
                                    std::int64_t first, std::int64_t last) {
#pragma omp simd
    for (std::int64_t i = first; i < last; ++i) {
        const float v = a[i] + b[i];
        sum[i] = v > 0.0f ? v : slope * v;
    }
}

} // namespace

Residual::Residual(std::vector<std::unique_ptr<Layer>> layers, float slope, Precision precision)
    : m_layers(std::move(layers))
    , m_slope(slope)
    , m_precision(precision) {}

Shape Residual::declare(const Shape& input, ParameterStore& store, const std::string& prefix) {
    const Shape output = m_layers.declare(input, store, prefix);
    m_projection.reset();
    m_keptValues = 2 * elementCount(output);
    if (output == input) {
        return output;
    }
    const bool images = input.size() == 3 && output.size() == 3;
    if (images && output[0] >= 1) {
        const std::int64_t stride = (input[0] + output[0] - 1) / output[0];
        m_projection = std::make_unique<Conv2d>(ConvolutionConfig{
            .channels = output[2], .kernel = 1, .stride = stride, .precision = m_precision});
    }
    if (!images || m_projection->declare(input, store, prefix + ".projection") != output) {
        throw Error(ErrorKind::Usage, prefix + ": its layers make " + toString(output) + " of " +
                                          toString(input) +
                                          ", to which no input can be added; they may change the number of "
                                          "channels and divide the side of images.");
    }
    m_keptValues += elementCount(output) + elementCount(input);
    return output;
}

Residual::Values& Residual::valuesFor(const Tensor& x, const Tensor& y) {
    return m_values.get(x.dim(0), [&] {
        return m_projection
                   ? Values{Tensor(y.shape()), Tensor(y.shape()), Tensor(y.shape()), Tensor(x.shape())}
                   : Values{Tensor(y.shape()), Tensor(y.shape()), Tensor(), Tensor()};
    });
}

double Residual::flops() const {
    return m_layers.flops() + (m_projection ? m_projection->flops() : 0);
}

void Residual::forward(const Tensor& x, Tensor& y, Mode mode) {
    Values& v = valuesFor(x, y);
    m_layers.forward(x, v.inner, mode);
    if (m_projection) {
        m_projection->forward(x, v.projected, mode);
    }
    const float* input = m_projection ? v.projected.data() : x.data();
    parallelFor(y.size(), kGrain, [&](std::int64_t first, std::int64_t last) {
        addAndRectify(v.inner.data(), input, m_slope, y.data(), first, last);
    });
}

// The layers may overwrite their output's gradient, of which the input needs its share: they get a copy.
void Residual::backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx, WeightGradients gradients) {
    Values& v = valuesFor(x, y);
    parallelFor(y.size(), kGrain, [&](std::int64_t first, std::int64_t last) {
        rectifyBackward(y.data() + first, dy.data() + first, nullptr, {1, last - first, 0, last - first},
                        m_slope);
        std::copy(dy.data() + first, dy.data() + last, v.dInner.data() + first);
    });
    m_layers.backward(x, v.inner, v.dInner, dx, gradients);
    if (m_projection) {
        m_projection->backward(x, v.projected, dy, dx ? &v.dFromShort : nullptr, gradients);
    }
    if (dx) {
        addShare((m_projection ? v.dFromShort : dy).data(), dx->values());
    }
}

} // namespace latentscape
