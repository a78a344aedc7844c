#include "core/tensor/DnnlConvolution.h"

#include "core/tensor/Bf16.h"
#include "core/tensor/DnnlLayout.h"

#include <algorithm>
#include <array>

namespace latentscape::onednn {

namespace {

using dnnl::memory;
using Forward = dnnl::convolution_forward;
using BackwardData = dnnl::convolution_backward_data;
using BackwardWeights = dnnl::convolution_backward_weights;

constexpr auto kFloats = memory::data_type::f32;
constexpr auto kBf16 = memory::data_type::bf16;
constexpr auto kDirect = dnnl::algorithm::convolution_direct;
constexpr std::int64_t kFewChannels = 4;
constexpr std::int64_t kColumnsInCache = 256 * 1024; // floats, a megabyte
constexpr std::int64_t kPatchesInCache = 256 * 1024; // numbers of two bytes, half a megabyte

// Factors are of the precision's type; what is summed up is of floats.
struct Descriptors {
    Descriptors(const ConvolutionShape& s, Precision precision)
        : factor(precision == Precision::Bf16 ? kBf16 : kFloats)
        , x({s.n, s.channels, s.height, s.width}, factor, memory::format_tag::nhwc)
        , y({s.n, s.outChannels, s.outHeight, s.outWidth}, factor, memory::format_tag::nhwc)
        , sumX({s.n, s.channels, s.height, s.width}, kFloats, memory::format_tag::nhwc)
        , sumY({s.n, s.outChannels, s.outHeight, s.outWidth}, kFloats, memory::format_tag::nhwc)
        , plain({s.outChannels, s.channels, s.kernel, s.kernel}, kFloats, memory::format_tag::oihw)
        , weights({s.outChannels, s.channels, s.kernel, s.kernel}, factor, memory::format_tag::any)
        , dWeights({s.outChannels, s.channels, s.kernel, s.kernel}, kFloats, memory::format_tag::any)
        , bias({s.outChannels}, kFloats, memory::format_tag::a)
        , strides{s.stride, s.stride}
        , padding{s.padding, s.padding} {}

    memory::data_type factor;
    memory::desc x, y, sumX, sumY, plain, weights, dWeights, bias;
    memory::dims strides, padding;
};

Forward::primitive_desc describeForward(const dnnl::engine& engine, const Descriptors& d,
                                        const ConvolutionEpilogue& epilogue) {
    constexpr auto training = dnnl::prop_kind::forward_training;
    const dnnl::primitive_attr attributes = attributesWith(epilogue.slope);
    return epilogue.bias ? describe<Forward>(engine, attributes, training, kDirect, d.x, d.weights, d.bias,
                                             d.sumY, d.strides, d.padding, d.padding)
                         : describe<Forward>(engine, attributes, training, kDirect, d.x, d.weights, d.sumY,
                                             d.strides, d.padding, d.padding);
}

std::size_t floatsOf(const memory::desc& descriptor) {
    return (descriptor.get_size() + sizeof(float) - 1) / sizeof(float);
}

memory::data_type typeOf(const memory::desc& descriptor) {
#if DNNL_VERSION_MAJOR >= 3
    return descriptor.get_data_type();
#else
    return descriptor.data_type();
#endif
}

Primitive reorder(const memory::desc& from, const memory::desc& to) {
    const dnnl::engine engine = cpu();
    const dnnl::reorder::primitive_desc descriptor(engine, from, engine, to, attributesWith());
    return Primitive::make<dnnl::reorder>(engine, descriptor, {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
}

void addRow(const float* from, float* to, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        to[i] += from[i];
    }
}

LATENTSCAPE_SIMD void addRow(const std::uint16_t* from, float* to, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        to[i] += fromBf16(from[i]);
    }
}

// Pixel (oy, ox) of y saw pixel (oy stride - padding + ky, ox stride - padding + kx) of x; a row of what it
// saw lies in one piece in both.
template <typename Value> void addColumns(const ConvolutionShape& s, const Value* columns, float* dx) {
    for (std::int64_t oy = 0; oy < s.outHeight; ++oy) {
        const std::int64_t top = oy * s.stride - s.padding;
        for (std::int64_t ox = 0; ox < s.outWidth; ++ox, columns += s.patch()) {
            const std::int64_t left = ox * s.stride - s.padding;
            const std::int64_t before = std::clamp<std::int64_t>(-left, 0, s.kernel);
            const std::int64_t after = std::clamp<std::int64_t>(s.width - left, 0, s.kernel);
            for (std::int64_t ky = std::max<std::int64_t>(0, -top);
                 ky < std::min(s.kernel, s.height - top) && before < after; ++ky) {
                addRow(columns + (ky * s.kernel + before) * s.channels,
                       dx + ((top + ky) * s.width + left + before) * s.channels,
                       (after - before) * s.channels);
            }
        }
    }
}

// Few channels fill no tile, and what is rounded is then a large part of the work.
Precision worthwhile(const ConvolutionShape& shape, Precision wished) {
    return wished == Precision::Bf16 && hasFastBf16() && shape.channels > kFewChannels &&
                   shape.outChannels > kFewChannels
               ? Precision::Bf16
               : Precision::F32;
}

} // namespace

Convolution::Factor::Factor(std::int64_t size, Precision precision)
    : m_rounded(precision == Precision::Bf16 ? static_cast<std::size_t>(size) : 0) {}

void Convolution::Factor::take(const float* values) {
    m_floats = values;
    toBf16(values, m_rounded.data(), std::ssize(m_rounded));
}

const void* Convolution::Factor::row(std::int64_t first) const {
    return m_rounded.empty() ? static_cast<const void*>(m_floats + first) : m_rounded.data() + first;
}

Convolution::Convolution(const ConvolutionShape& shape, ConvolutionEpilogue epilogue, Precision precision)
    : m_shape(shape)
    , m_epilogue(epilogue)
    , m_precision(worthwhile(shape, precision))
    , m_x(shape.inputSize(), m_precision)
    , m_dy(shape.outputSize(), m_precision) {}

// What a reorder between two layouts needs; nothing when they are the same.
Convolution::Packed Convolution::packing(const dnnl::memory::desc& from, const dnnl::memory::desc& to,
                                         const dnnl::memory::desc& packed) {
    if (from == to) {
        return {};
    }
    Packed result;
    result.values = AlignedFloats(floatsOf(packed));
    result.rounds = typeOf(packed) == kBf16;
    if (isFilledUp(packed)) {
        result.places = placesIn(packed);
    } else {
        result.reorder.emplace(reorder(from, to));
    }
    return result;
}

// What fills the blocks up stays zero.
void Convolution::Packed::put(const float* weights) {
    if (!rounds) {
        for (std::size_t i = 0; i < places.size(); ++i) {
            values.data()[places[i]] = weights[i];
        }
        return;
    }
    auto* to = reinterpret_cast<std::uint16_t*>(values.data());
    std::array<std::uint16_t, 256> rounded;
    for (std::size_t first = 0; first < places.size(); first += rounded.size()) {
        const std::size_t count = std::min(rounded.size(), places.size() - first);
        toBf16(weights + first, rounded.data(), static_cast<std::int64_t>(count));
        for (std::size_t i = 0; i < count; ++i) {
            to[places[first + i]] = rounded[i];
        }
    }
}

const float* Convolution::Packed::of(VersionedWeights weights) {
    if (isPlain()) {
        return weights.values;
    }
    if (version != weights.version) {
        reorder ? reorder->run({weights.values, values.data()}) : put(weights.values);
        version = weights.version;
    }
    return values.data();
}

void Convolution::Packed::toPlain(float* gradient) {
    if (reorder) {
        reorder->run({values.data(), gradient});
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        gradient[i] = values.data()[places[i]];
    }
}

Convolution::Operation Convolution::buildForward() const {
    useOneThread();
    const dnnl::engine engine = cpu(); // descriptors do not keep it alive
    const Descriptors d(m_shape, m_precision);
    const auto descriptor = describeForward(engine, d, m_epilogue);
    const memory::desc packed = descriptor.weights_desc();
    Primitive::Arguments arguments{{DNNL_ARG_SRC, d.x}, {DNNL_ARG_WEIGHTS, packed}, {DNNL_ARG_DST, d.sumY}};
    if (m_epilogue.bias) {
        arguments.emplace_back(DNNL_ARG_BIAS, d.bias);
    }
    return {Primitive::make<Forward>(engine, descriptor, arguments), packing(d.plain, packed, packed)};
}

Convolution::Operation Convolution::buildBackwardData() const {
    useOneThread();
    const dnnl::engine engine = cpu();
    const Descriptors d(m_shape, m_precision);
    const auto descriptor =
        describeBackward<BackwardData>(engine, attributesWith(), describeForward(engine, d, {}), kDirect,
                                       d.sumX, d.weights, d.y, d.strides, d.padding, d.padding);
    const memory::desc packed = descriptor.weights_desc();
    return {Primitive::make<BackwardData>(
                engine, descriptor,
                {{DNNL_ARG_DIFF_DST, d.y}, {DNNL_ARG_WEIGHTS, packed}, {DNNL_ARG_DIFF_SRC, d.sumX}}),
            packing(d.plain, packed, packed)};
}

Convolution::Operation Convolution::buildBackwardWeights() const {
    useOneThread();
    const dnnl::engine engine = cpu();
    const Descriptors d(m_shape, m_precision);
    const auto descriptor =
        describeBackward<BackwardWeights>(engine, attributesWith(), describeForward(engine, d, {}), kDirect,
                                          d.x, d.dWeights, d.y, d.strides, d.padding, d.padding);
    const memory::desc packed = descriptor.diff_weights_desc();
    return {Primitive::make<BackwardWeights>(
                engine, descriptor,
                {{DNNL_ARG_SRC, d.x}, {DNNL_ARG_DIFF_DST, d.y}, {DNNL_ARG_DIFF_WEIGHTS, packed}}),
            packing(packed, d.plain, packed)};
}

void Convolution::forward(VersionedWeights weights, const float* bias, float* y) {
    if (!m_forward) {
        m_forward.emplace(buildForward());
    }
    const float* packed = m_forward->weights.of(weights);
    if (m_epilogue.bias) {
        m_forward->primitive.run({m_x.row(0), packed, y, bias});
    } else {
        m_forward->primitive.run({m_x.row(0), packed, y});
    }
}

void Convolution::backwardData(VersionedWeights weights, float* dx) {
    const bool fewerColumns = m_precision == Precision::Bf16 && m_shape.stride > 1;
    if (m_shape.channels <= kFewChannels || fewerColumns) {
        backwardDataByColumns(weights, dx);
        return;
    }
    if (!m_backwardData) {
        m_backwardData.emplace(buildBackwardData());
    }
    m_backwardData->primitive.run({m_dy.row(0), m_backwardData->weights.of(weights), dx});
}

void Convolution::backwardWeights(float* dWeights) {
    if (m_precision == Precision::Bf16) {
        backwardWeightsByPatches(dWeights);
        return;
    }
    if (!m_backwardWeights) {
        m_backwardWeights.emplace(buildBackwardWeights());
    }
    auto& [primitive, packed] = *m_backwardWeights;
    primitive.run({m_x.row(0), m_dy.row(0), packed.isPlain() ? dWeights : packed.values.data()});
    packed.toPlain(dWeights);
}

// dW [out, kernel, kernel, in] += dy^T [out, pixels] patches [pixels, kernel, kernel, in].
Convolution::Patches Convolution::buildPatches() const {
    useOneThread();
    const dnnl::engine engine = cpu();
    const ConvolutionShape& s = m_shape;
    const std::int64_t pixels = s.outHeight * s.outWidth;
    const std::int64_t images = std::clamp<std::int64_t>(kPatchesInCache / (pixels * s.patch()), 1, s.n);
    dnnl::primitive_attr adding = attributesWith();
    dnnl::post_ops sum;
    sum.append_sum();
    adding.set_post_ops(sum);
    const memory::desc product({s.outChannels, s.patch()}, kFloats, memory::format_tag::ab);
    const auto add = [&](std::int64_t n) {
        const memory::desc dyTransposed({s.outChannels, n * pixels}, kBf16, memory::dims{1, s.outChannels});
        const memory::desc patches({n * pixels, s.patch()}, kBf16, memory::format_tag::ab);
        return Primitive::make<dnnl::matmul>(
            engine, describe<dnnl::matmul>(engine, adding, dyTransposed, patches, product),
            {{DNNL_ARG_WEIGHTS, patches}, {DNNL_ARG_SRC, dyTransposed}, {DNNL_ARG_DST, product}});
    };
    const memory::desc packed({s.outChannels, s.channels, s.kernel, s.kernel}, kFloats,
                              memory::format_tag::ohwi);
    const Descriptors d(s, m_precision);
    Patches result{images, add(images), std::nullopt,
                   std::vector<std::uint16_t>(static_cast<std::size_t>(images * pixels * s.patch())),
                   packing(packed, d.plain, packed)};
    if (s.n % images != 0) {
        result.rest.emplace(add(s.n % images));
    }
    return result;
}

void Convolution::backwardWeightsByPatches(float* dWeights) {
    if (!m_patches) {
        m_patches.emplace(buildPatches());
    }
    const ConvolutionShape& s = m_shape;
    auto& [images, product, rest, patches, packed] = *m_patches;
    const std::int64_t pixels = s.outHeight * s.outWidth;
    float* sum = packed.isPlain() ? dWeights : packed.values.data();
    std::fill(sum, sum + s.weightSize(), 0.0f);
    for (std::int64_t first = 0; first < s.n; first += images) {
        const std::int64_t count = std::min(images, s.n - first);
        for (std::int64_t i = 0; i < count; ++i) {
            const void* x = m_x.row((first + i) * s.height * s.width * s.channels);
            gatherPatches(static_cast<const std::uint16_t*>(x), patches.data() + i * pixels * s.patch());
        }
        (count == images ? product : *rest)
            .run({patches.data(), m_dy.row(first * pixels * s.outChannels), sum});
    }
    packed.toPlain(dWeights);
}

// The rows of a patch lie in one piece in x; what is outside the image is zero.
void Convolution::gatherPatches(const std::uint16_t* x, std::uint16_t* patches) const {
    const ConvolutionShape& s = m_shape;
    const std::int64_t row = s.kernel * s.channels;
    for (std::int64_t oy = 0; oy < s.outHeight; ++oy) {
        for (std::int64_t ox = 0; ox < s.outWidth; ++ox) {
            const std::int64_t left = ox * s.stride - s.padding;
            const std::int64_t before = std::clamp<std::int64_t>(-left, 0, s.kernel) * s.channels;
            const std::int64_t after = std::clamp<std::int64_t>(s.width - left, 0, s.kernel) * s.channels;
            for (std::int64_t ky = 0; ky < s.kernel; ++ky, patches += row) {
                const std::int64_t y = oy * s.stride - s.padding + ky;
                if (y < 0 || y >= s.height || before >= after) {
                    std::fill(patches, patches + row, std::uint16_t{0});
                    continue;
                }
                const std::uint16_t* from = x + (y * s.width + left) * s.channels;
                std::fill(patches, patches + before, std::uint16_t{0});
                std::copy(from + before, from + after, patches + before);
                std::fill(patches + after, patches + row, std::uint16_t{0});
            }
        }
    }
}

Convolution::Columns Convolution::buildColumns() const {
    useOneThread();
    const ConvolutionShape& s = m_shape;
    const std::int64_t pixels = s.outHeight * s.outWidth;
    const std::int64_t images = std::clamp<std::int64_t>(kColumnsInCache / (pixels * s.patch()), 1, s.n);
    const auto product = [&](std::int64_t n) {
        return Matmul({.m = n * pixels,
                       .k = s.outChannels,
                       .n = s.patch(),
                       .precision = m_precision,
                       .ofC = m_precision});
    };
    const Descriptors d(s, m_precision);
    const memory::desc packed({s.outChannels, s.channels, s.kernel, s.kernel}, d.factor,
                              memory::format_tag::ohwi);
    Columns columns{images, product(images), std::nullopt,
                    AlignedFloats(static_cast<std::size_t>(images * pixels * s.patch())),
                    packing(d.plain, packed, packed)};
    if (s.n % images != 0) {
        columns.rest.emplace(product(s.n % images));
    }
    return columns;
}

void Convolution::backwardDataByColumns(VersionedWeights weights, float* dx) {
    if (!m_columns) {
        m_columns.emplace(buildColumns());
    }
    const ConvolutionShape& s = m_shape;
    auto& [images, product, rest, columns, packed] = *m_columns;
    const float* ownWeights = packed.of(weights);
    const std::int64_t pixels = s.outHeight * s.outWidth;
    for (std::int64_t first = 0; first < s.n; first += images) {
        const std::int64_t count = std::min(images, s.n - first);
        (count == images ? product : *rest)
            .run(m_dy.row(first * pixels * s.outChannels), ownWeights, columns.data());
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int64_t from = i * pixels * s.patch();
            const std::int64_t image = s.height * s.width * s.channels;
            float* to = dx + (first + i) * image;
            std::fill(to, to + image, 0.0f); // here, where it stays in the cache
            if (m_precision == Precision::Bf16) {
                addColumns(s, reinterpret_cast<const std::uint16_t*>(columns.data()) + from, to);
            } else {
                addColumns(s, columns.data() + from, to);
            }
        }
    }
}

} // namespace latentscape::onednn
