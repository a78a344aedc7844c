// The oneDNN seam: the only header that includes dnnl.hpp. It hides what differs between oneDNN 2.x
// (operation descriptors) and 3.x (arguments straight to the primitive descriptor), and offers the two
// operations that layers are made of as objects that are built once and then only executed.
//
// A Matmul runs on the one thread that calls it: a layer cuts its work in parts of its own, so that each
// thread meets the same weights again in each step, in its own cache. An Eltwise runs on the compute threads
// in force when it was built. CPU engines carry no state, so that each object has its own.
#pragma once

#include "core/tensor/Precision.h"

#include <dnnl.hpp>

#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace latentscape::onednn {

// oneDNN asks OpenMP for its threads when it builds and when it runs, on each calling thread anew.
void useOneThread();

dnnl::engine cpu();

// A scratchpad of the caller's and, unless slope is 1, a rectifier of this slope below zero after the
// operation.
dnnl::primitive_attr attributesWith(float slope = 1);

// The primitive descriptor of P in either generation of the API: a forward operation, and a backward one,
// which takes the forward one's descriptor as a hint.
template <typename P, typename... Arguments>
typename P::primitive_desc describe(const dnnl::engine& engine, const dnnl::primitive_attr& attributes,
                                    const Arguments&... arguments) {
#if DNNL_VERSION_MAJOR >= 3
    return typename P::primitive_desc(engine, arguments..., attributes);
#else
    return typename P::primitive_desc(typename P::desc(arguments...), attributes, engine);
#endif
}
template <typename P, typename Hint, typename... Arguments>
typename P::primitive_desc describeBackward(const dnnl::engine& engine,
                                            const dnnl::primitive_attr& attributes, const Hint& hint,
                                            const Arguments&... arguments) {
#if DNNL_VERSION_MAJOR >= 3
    return typename P::primitive_desc(engine, arguments..., hint, attributes);
#else
    return typename P::primitive_desc(typename P::desc(arguments...), attributes, engine, hint);
#endif
}

// A primitive with its memories and scratchpad, executed without an allocation.
class Primitive {
public:
    using Arguments = std::vector<std::pair<int, dnnl::memory::desc>>;

    // The primitive that `descriptor` describes, with memories for `arguments` whose data are set at each
    // run. The descriptor must ask for scratchpad_mode::user.
    template <typename P>
    static Primitive make(const dnnl::engine& engine, const typename P::primitive_desc& descriptor,
                          const Arguments& arguments) {
        return Primitive(engine, P(descriptor), descriptor.scratchpad_desc(), arguments);
    }

    // data: one pointer an argument, in the order of the constructor's arguments.
    void run(std::initializer_list<const void*> data);

private:
    Primitive(const dnnl::engine& engine, dnnl::primitive primitive, const dnnl::memory::desc& scratchpad,
              const Arguments& arguments);

    dnnl::stream m_stream;
    dnnl::primitive m_primitive;
    std::vector<dnnl::memory> m_memories;
    std::vector<dnnl_exec_arg_t> m_arguments;
};

enum class Transpose { None, A, B };

// C [m, n] = A [m, k] B [k, n], all row-major, A and B of the precision's type, C of floats or rounded; with
// Transpose::A, A is stored as [k, m], with Transpose::B, B is stored as [n, k]. Optionally + bias [n] to
// each row, then a rectifier.
class Matmul {
public:
    struct Shape {
        std::int64_t m = 0;
        std::int64_t k = 0;
        std::int64_t n = 0;
        Transpose transpose = Transpose::None;
        bool bias = false;
        float slope = 1;         // below zero; 1: no rectifier
        std::int64_t rowOfA = 0; // values from a stored row of A to the next; 0: as long as the row
        std::int64_t rowOfC = 0; // the same for C
        Precision precision = Precision::F32;
        Precision ofC = Precision::F32;
    };

    explicit Matmul(const Shape& shape);

    void run(const void* a, const void* b, void* c);
    void run(const void* a, const void* b, const float* bias, float* c);

private:
    Primitive m_primitive;
};

// y = f(x) over `count` floats, and dx = dy f'(x).
class Eltwise {
public:
    // alpha: the slope of a leaky ReLU below zero; 1 for softplus.
    Eltwise(dnnl::algorithm algorithm, std::int64_t count, float alpha);

    void forward(const float* x, float* y);
    void backward(const float* x, const float* dy, float* dx);

private:
    struct Pair {
        Primitive forward;
        Primitive backward;
    };
    static Pair build(dnnl::algorithm algorithm, std::int64_t count, float alpha);

    Pair m_pair;
};

} // namespace latentscape::onednn
