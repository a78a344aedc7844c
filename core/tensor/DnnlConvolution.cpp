#include "core/tensor/DnnlConvolution.h"

#include <algorithm>

namespace latentscape::onednn {

namespace {

using dnnl::memory;
using Forward = dnnl::convolution_forward;
using BackwardData = dnnl::convolution_backward_data;
using BackwardWeights = dnnl::convolution_backward_weights;

constexpr auto kFloats = memory::data_type::f32;
constexpr auto kDirect = dnnl::algorithm::convolution_direct;
constexpr std::int64_t kFewChannels = 4;

struct Descriptors {
    explicit Descriptors(const ConvolutionShape& s)
        : x({s.n, s.channels, s.height, s.width}, kFloats, memory::format_tag::nhwc)
        , y({s.n, s.outChannels, s.outHeight, s.outWidth}, kFloats, memory::format_tag::nhwc)
        , plain({s.outChannels, s.channels, s.kernel, s.kernel}, kFloats, memory::format_tag::oihw)
        , packed({s.outChannels, s.channels, s.kernel, s.kernel}, kFloats, memory::format_tag::any)
        , bias({s.outChannels}, kFloats, memory::format_tag::a)
        , strides{s.stride, s.stride}
        , padding{s.padding, s.padding} {}

    memory::desc x, y, plain, packed, bias;
    memory::dims strides, padding;
};

Forward::primitive_desc describeForward(const dnnl::engine& engine, const Descriptors& d,
                                        const ConvolutionEpilogue& epilogue) {
    constexpr auto training = dnnl::prop_kind::forward_training;
    const dnnl::primitive_attr attributes = attributesWith(epilogue.slope);
    return epilogue.bias ? describe<Forward>(engine, attributes, training, kDirect, d.x, d.packed, d.bias,
                                             d.y, d.strides, d.padding, d.padding)
                         : describe<Forward>(engine, attributes, training, kDirect, d.x, d.packed, d.y,
                                             d.strides, d.padding, d.padding);
}

std::size_t floatsOf(const memory::desc& descriptor) {
    return (descriptor.get_size() + sizeof(float) - 1) / sizeof(float);
}

Primitive reorder(const memory::desc& from, const memory::desc& to) {
    const dnnl::engine engine = cpu();
    const dnnl::reorder::primitive_desc descriptor(engine, from, engine, to, attributesWith());
    return Primitive::make<dnnl::reorder>(engine, descriptor, {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
}

} // namespace

Convolution::Convolution(const ConvolutionShape& shape, ConvolutionEpilogue epilogue)
    : m_shape(shape)
    , m_epilogue(epilogue) {}

const float* Convolution::Packed::of(VersionedWeights weights) {
    if (!reorder) {
        return weights.values;
    }
    if (version != weights.version) {
        reorder->run({weights.values, values.data()});
        version = weights.version;
    }
    return values.data();
}

Convolution::Operation Convolution::buildForward() const {
    useOneThread();
    const dnnl::engine engine = cpu(); // descriptors do not keep it alive
    const Descriptors d(m_shape);
    const auto descriptor = describeForward(engine, d, m_epilogue);
    const memory::desc packed = descriptor.weights_desc();
    Primitive::Arguments arguments{{DNNL_ARG_SRC, d.x}, {DNNL_ARG_WEIGHTS, packed}, {DNNL_ARG_DST, d.y}};
    if (m_epilogue.bias) {
        arguments.emplace_back(DNNL_ARG_BIAS, d.bias);
    }
    Operation operation{Primitive::make<Forward>(engine, descriptor, arguments), {}};
    if (packed != d.plain) {
        operation.weights = {reorder(d.plain, packed), AlignedFloats(floatsOf(packed)), 0};
    }
    return operation;
}

Convolution::Operation Convolution::buildBackwardData() const {
    useOneThread();
    const dnnl::engine engine = cpu(); // descriptors do not keep it alive
    const Descriptors d(m_shape);
    const auto descriptor =
        describeBackward<BackwardData>(engine, attributesWith(), describeForward(engine, d, {}), kDirect, d.x,
                                       d.packed, d.y, d.strides, d.padding, d.padding);
    const memory::desc packed = descriptor.weights_desc();
    Operation operation{Primitive::make<BackwardData>(
                            engine, descriptor,
                            {{DNNL_ARG_DIFF_DST, d.y}, {DNNL_ARG_WEIGHTS, packed}, {DNNL_ARG_DIFF_SRC, d.x}}),
                        {}};
    if (packed != d.plain) {
        operation.weights = {reorder(d.plain, packed), AlignedFloats(floatsOf(packed)), 0};
    }
    return operation;
}

Convolution::Operation Convolution::buildBackwardWeights() const {
    useOneThread();
    const dnnl::engine engine = cpu(); // descriptors do not keep it alive
    const Descriptors d(m_shape);
    const auto descriptor =
        describeBackward<BackwardWeights>(engine, attributesWith(), describeForward(engine, d, {}), kDirect,
                                          d.x, d.packed, d.y, d.strides, d.padding, d.padding);
    const memory::desc packed = descriptor.diff_weights_desc();
    Operation operation{Primitive::make<BackwardWeights>(
                            engine, descriptor,
                            {{DNNL_ARG_SRC, d.x}, {DNNL_ARG_DIFF_DST, d.y}, {DNNL_ARG_DIFF_WEIGHTS, packed}}),
                        {}};
    if (packed != d.plain) {
        operation.weights = {reorder(packed, d.plain), AlignedFloats(floatsOf(packed)), 0};
    }
    return operation;
}

void Convolution::forward(const float* x, VersionedWeights weights, const float* bias, float* y) {
    if (!m_forward) {
        m_forward.emplace(buildForward());
    }
    const float* packed = m_forward->weights.of(weights);
    if (m_epilogue.bias) {
        m_forward->primitive.run({x, packed, y, bias});
    } else {
        m_forward->primitive.run({x, packed, y});
    }
}

void Convolution::backwardData(const float* dy, VersionedWeights weights, float* dx) {
    if (m_shape.channels <= kFewChannels) {
        backwardDataByColumns(dy, weights.values, dx);
        return;
    }
    if (!m_backwardData) {
        m_backwardData.emplace(buildBackwardData());
    }
    m_backwardData->primitive.run({dy, m_backwardData->weights.of(weights), dx});
}

void Convolution::backwardWeights(const float* x, const float* dy, float* dWeights) {
    if (!m_backwardWeights) {
        m_backwardWeights.emplace(buildBackwardWeights());
    }
    auto& [primitive, packed] = *m_backwardWeights;
    if (packed.reorder) {
        primitive.run({x, dy, packed.values.data()});
        packed.reorder->run({packed.values.data(), dWeights});
    } else {
        primitive.run({x, dy, dWeights});
    }
}

void Convolution::backwardDataByColumns(const float* dy, const float* weights, float* dx) {
    if (!m_columns) {
        const std::int64_t pixels = m_shape.n * m_shape.outHeight * m_shape.outWidth;
        const std::int64_t width = m_shape.channels * m_shape.kernel * m_shape.kernel;
        m_columns.emplace(Matmul({.m = pixels, .k = m_shape.outChannels, .n = width}),
                          AlignedFloats(static_cast<std::size_t>(pixels * width)));
    }
    m_columns->product.run(dy, weights, m_columns->values.data());
    std::fill(dx, dx + m_shape.inputSize(), 0.0f);
    for (std::int64_t image = 0; image < m_shape.n; ++image) {
        addColumns(image, dx);
    }
}

// Pixel (oy, ox) of y saw pixel (oy stride - padding + ky, ox stride - padding + kx) of x.
void Convolution::addColumns(std::int64_t image, float* dx) const {
    const ConvolutionShape& s = m_shape;
    const std::int64_t area = s.kernel * s.kernel;
    const float* column = m_columns->values.data() + image * s.outHeight * s.outWidth * s.channels * area;
    float* target = dx + image * s.height * s.width * s.channels;
    for (std::int64_t oy = 0; oy < s.outHeight; ++oy) {
        const std::int64_t top = oy * s.stride - s.padding;
        const std::int64_t firstY = std::max<std::int64_t>(0, -top);
        const std::int64_t lastY = std::min(s.kernel, s.height - top);
        for (std::int64_t ox = 0; ox < s.outWidth; ++ox) {
            const std::int64_t left = ox * s.stride - s.padding;
            const std::int64_t firstX = std::max<std::int64_t>(0, -left);
            const std::int64_t lastX = std::min(s.kernel, s.width - left);
            for (std::int64_t c = 0; c < s.channels; ++c, column += area) {
                for (std::int64_t ky = firstY; ky < lastY; ++ky) {
                    float* row = target + ((top + ky) * s.width + left) * s.channels + c;
                    for (std::int64_t kx = firstX; kx < lastX; ++kx) {
                        row[kx * s.channels] += column[ky * s.kernel + kx];
                    }
                }
            }
        }
    }
}

} // namespace latentscape::onednn
