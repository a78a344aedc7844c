// Loss functions: each returns the sum over all elements of the batch (so that the caller decides what the
// mean is over) and, when asked, writes its gradient times `scale`. Sums are taken row by row and added in
// order, so that they do not depend on the number of threads.
#pragma once

#include "core/tensor/Tensor.h"

namespace latentscape {

// Binary cross-entropy of sigmoid(logits) against targets in [0, 1], in nats, in the form that cannot
// overflow: max(l, 0) - l t + log(1 + e^-|l|). Gradient: sigmoid(l) - t. All [n, d]; gradient may be null.
double bceWithLogits(const Tensor& logits, const Tensor& targets, float scale, Tensor* gradient);

// (p - t)^2; gradient 2 (p - t). All [n, d]; the mean squared error is the sum / (n d). gradient may be null.
double squaredError(const Tensor& predictions, const Tensor& targets, float scale, Tensor* gradient);

// KL(N(mean, e^logvar) || N(0, 1)) = -1/2 sum (1 + logvar - mean^2 - e^logvar), in nats: Kingma & Welling
// 2014, appendix B. moments [n, 2 d]: each row d means, then d log-variances; gradient likewise, may be null.
// perLatent, if given, holds d floats to which each latent's sum over the batch is added.
double gaussianKl(const Tensor& moments, float scale, Tensor* gradient, float* perLatent = nullptr);

} // namespace latentscape
