#include "core/tensor/Dnnl.h"

#include <omp.h>

namespace latentscape::onednn {

namespace {

using dnnl::memory;

// A matrix with `row` values from one stored row to the next; 0: no gap between them.
memory::desc matrix(memory::data_type type, std::int64_t rows, std::int64_t columns, std::int64_t row = 0,
                    bool transposed = false) {
    const std::int64_t stride = row > 0 ? row : (transposed ? rows : columns);
    const memory::dims strides = transposed ? memory::dims{1, stride} : memory::dims{stride, 1};
    return {{rows, columns}, type, strides};
}

Primitive buildMatmul(const Matmul::Shape& shape) {
    const auto [m, k, n, transpose, hasBias, slope, rowOfA, rowOfC, precision, ofC] = shape;
    constexpr auto floats = memory::data_type::f32;
    const auto typeOf = [](Precision p) { return p == Precision::Bf16 ? memory::data_type::bf16 : floats; };
    const memory::data_type factor = typeOf(precision);
    useOneThread();
    const dnnl::engine engine = cpu();
    const memory::desc a = matrix(factor, m, k, rowOfA, transpose == Transpose::A);
    const memory::desc b = matrix(factor, k, n, 0, transpose == Transpose::B);
    const memory::desc c = matrix(typeOf(ofC), m, n, rowOfC);
    const dnnl::primitive_attr attributes = attributesWith(slope);
    if (!hasBias) {
        return Primitive::make<dnnl::matmul>(engine, describe<dnnl::matmul>(engine, attributes, a, b, c),
                                             {{DNNL_ARG_SRC, a}, {DNNL_ARG_WEIGHTS, b}, {DNNL_ARG_DST, c}});
    }
    const memory::desc bias = matrix(floats, 1, n);
    return Primitive::make<dnnl::matmul>(
        engine, describe<dnnl::matmul>(engine, attributes, a, b, bias, c),
        {{DNNL_ARG_SRC, a}, {DNNL_ARG_WEIGHTS, b}, {DNNL_ARG_BIAS, bias}, {DNNL_ARG_DST, c}});
}

} // namespace

void useOneThread() {
    omp_set_num_threads(1);
}

dnnl::engine cpu() {
    return {dnnl::engine::kind::cpu, 0};
}

dnnl::primitive_attr attributesWith(float slope) {
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user); // the library's own is bound to one thread
    if (slope != 1) {
        dnnl::post_ops rectifier;
#if DNNL_VERSION_MAJOR >= 3
        rectifier.append_eltwise(dnnl::algorithm::eltwise_relu, slope, 0.0f);
#else
        rectifier.append_eltwise(1.0f, dnnl::algorithm::eltwise_relu, slope, 0.0f);
#endif
        attributes.set_post_ops(rectifier);
    }
    return attributes;
}

Primitive::Primitive(const dnnl::engine& engine, dnnl::primitive primitive, const memory::desc& scratchpad,
                     const Arguments& arguments)
    : m_stream(engine)
    , m_primitive(std::move(primitive)) {
    m_memories.reserve(arguments.size() + 1);
    for (const auto& [index, descriptor] : arguments) {
        m_memories.emplace_back(descriptor, engine, nullptr);
        m_arguments.push_back({index, m_memories.back().get()});
    }
    m_memories.emplace_back(scratchpad, engine);
    m_arguments.push_back({DNNL_ARG_SCRATCHPAD, m_memories.back().get()});
}

void Primitive::run(std::initializer_list<const void*> data) {
    std::size_t i = 0;
    for (const void* p : data) {
        m_memories[i++].set_data_handle(
            const_cast<void*>(p)); // oneDNN has one handle type for input and output
    }
    useOneThread();
    // The C call, because the C++ one copies the arguments to the heap at each step.
    dnnl::error::wrap_c_api(dnnl_primitive_execute(m_primitive.get(), m_stream.get(),
                                                   static_cast<int>(m_arguments.size()), m_arguments.data()),
                            "could not execute a primitive");
}

Matmul::Matmul(const Shape& shape)
    : m_primitive(buildMatmul(shape)) {}

void Matmul::run(const void* a, const void* b, void* c) {
    m_primitive.run({a, b, c});
}

void Matmul::run(const void* a, const void* b, const float* bias, float* c) {
    m_primitive.run({a, b, bias, c});
}

Eltwise::Eltwise(dnnl::algorithm algorithm, std::int64_t count, float alpha)
    : m_pair(build(algorithm, count, alpha)) {}

Eltwise::Pair Eltwise::build(dnnl::algorithm algorithm, std::int64_t count, float alpha) {
    using Forward = dnnl::eltwise_forward;
    using Backward = dnnl::eltwise_backward;
    useOneThread();
    const dnnl::engine engine = cpu();
    const dnnl::primitive_attr attributes = attributesWith();
    const memory::desc d({count}, memory::data_type::f32, memory::format_tag::a);
    constexpr auto training = dnnl::prop_kind::forward_training;
#if DNNL_VERSION_MAJOR >= 3
    const Forward::primitive_desc forward(engine, training, algorithm, d, d, alpha, 0.0f, attributes);
    const Backward::primitive_desc backward(engine, algorithm, d, d, d, alpha, 0.0f, forward, attributes);
#else
    const Forward::primitive_desc forward(Forward::desc(training, algorithm, d, alpha, 0.0f), attributes,
                                          engine);
    const Backward::primitive_desc backward(Backward::desc(algorithm, d, d, alpha, 0.0f), attributes, engine,
                                            forward);
#endif
    return {Primitive::make<Forward>(engine, forward, {{DNNL_ARG_SRC, d}, {DNNL_ARG_DST, d}}),
            Primitive::make<Backward>(engine, backward,
                                      {{DNNL_ARG_SRC, d}, {DNNL_ARG_DIFF_DST, d}, {DNNL_ARG_DIFF_SRC, d}})};
}

void Eltwise::forward(const float* x, float* y) {
    m_pair.forward.run({x, y});
}

void Eltwise::backward(const float* x, const float* dy, float* dx) {
    m_pair.backward.run({x, dy, dx});
}

} // namespace latentscape::onednn
