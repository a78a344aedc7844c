// A differentiable function of a batch. A layer is composed first, then told its input shape (declare), and
// builds its oneDNN primitives the first time it sees a batch size. Forward and backward of one layer stand
// side by side in its file; there is no autograd.
//
// Not thread safe: each thread owns its own model and only weights travel.
#pragma once

#include "core/tensor/ParameterStore.h"
#include "core/tensor/Tensor.h"

namespace latentscape {

class Layer {
public:
    virtual ~Layer() = default;

    // Tells the layer the shape of one input (without the batch), lets it declare its parameters as
    // "<prefix>.weight" and so on, and returns the shape of one output. Throws Error when the shape does not
    // fit. The store must outlive the layer.
    virtual Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) = 0;

    // y = f(x). x [batch, input...], y [batch, output...], both allocated by the caller.
    virtual void forward(const Tensor& x, Tensor& y) = 0;

    // Given x and y of the last forward and dy = dL/dy, writes the parameters' gradients (overwriting) and,
    // if dx is given, dL/dx. dy may be overwritten.
    virtual void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx) = 0;
};

} // namespace latentscape
