// A differentiable function of a batch. A layer is composed first, then told its input shape (declare), and
// builds its oneDNN primitives the first time it sees a batch size. Forward and backward of one layer stand
// side by side in its file; there is no autograd.
//
// Not thread safe: each thread owns its own model and only weights travel.
#pragma once

#include "core/tensor/ParameterStore.h"
#include "core/tensor/Tensor.h"

#include <string>

namespace latentscape {

// What a layer that behaves differently in training (batch normalisation, dropout) is to do.
enum class Mode { Train, Evaluate };

// Whether a backward pass is to work out the parameters' gradients, or only hands dL/dx on: a generator
// learns through a discriminator that stays as it is.
enum class WeightGradients { Write, Skip };

// How steep a rectifier that is fused into a layer is below zero: 1 is none at all, 0 a ReLU, anything
// between a leaky ReLU. Its derivative can be told from its output.
inline constexpr float kNoRectifier = 1.0f;
inline constexpr float kRelu = 0.0f;

class Layer {
public:
    virtual ~Layer() = default;

    // Tells the layer the shape of one input (without the batch), lets it declare its parameters as
    // "<prefix>.weight" and so on, and returns the shape of one output. Throws Error when the shape does not
    // fit. The store must outlive the layer.
    virtual Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) = 0;

    // y = f(x). x [batch, input...], y [batch, output...], both allocated by the caller; a layer knows the
    // shape of one image from declare() and looks only at the batch. Images are [height, width, channels].
    virtual void forward(const Tensor& x, Tensor& y, Mode mode) = 0;

    // Given x and y of the last forward, in whichever mode, and dy = dL/dy, writes the parameters' gradients
    // (overwriting) unless they are to be skipped and, if dx is given, dL/dx. dy may be overwritten.
    virtual void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                          WeightGradients gradients) = 0;

    // What it is in a word or two, as networks are written down.
    virtual std::string name() const = 0;

    // Floating-point operations of the products in a forward pass of one image, after declare(). What is done
    // once for each value does not count. Either half of a backward pass takes as many.
    virtual double flops() const { return 0; }

    // Values of one image that it keeps besides x, y and their gradients, after declare().
    virtual std::int64_t keptValues() const { return 0; }

    // True when y is x under another shape: a Sequential then hands x on without a copy.
    virtual bool isView() const { return false; }
};

} // namespace latentscape
