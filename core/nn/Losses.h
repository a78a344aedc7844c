// Loss functions: each returns the sum over all elements of the batch (so that the caller decides what the
// mean is over) and, when asked, writes its gradient times `scale`. Sums are taken row by row and added in
// order, so that they do not depend on the number of threads.
#pragma once

#include "core/tensor/Tensor.h"

#include <span>

namespace latentscape {

// Binary cross-entropy of sigmoid(logits) against targets in [0, 1], in nats, in the form that cannot
// overflow: max(l, 0) - l t + log(1 + e^-|l|). Gradient: sigmoid(l) - t. All [n, d]; gradient may be null.
double bceWithLogits(const Tensor& logits, const Tensor& targets, float scale, Tensor* gradient);

// (p - t)^2; gradient 2 (p - t). All [n, d]; the mean squared error is the sum / (n d). gradient may be null.
double squaredError(const Tensor& predictions, const Tensor& targets, float scale, Tensor* gradient);

// The same, image by image, for k outputs to each target: outputs [n k, d], where rows i k to i k + k - 1
// belong to row i of the targets [n, d]. Each row's sum is written to sums [n k], its gradient is not scaled.
void bceWithLogitsRows(const Tensor& logits, const Tensor& targets, std::span<float> sums, Tensor* gradient);
void squaredErrorRows(const Tensor& predictions, const Tensor& targets, std::span<float> sums,
                      Tensor* gradient);

// KL(N(mean, e^logvar) || N(0, 1)) = -1/2 sum (1 + logvar - mean^2 - e^logvar), in nats: Kingma & Welling
// 2014, appendix B. moments [n, 2 d]: each row d means, then d log-variances; gradient likewise, may be null.
// perLatent, if given, holds d floats to which each latent's sum over the batch is added.
double gaussianKl(const Tensor& moments, float scale, Tensor* gradient, float* perLatent = nullptr);

// Free bits (Kingma et al. 2016, "Improving variational inference with inverse autoregressive flow", eq. 15):
// n sum_j max(least, KL_j), KL_j the mean over the n images of a latent's KL as gaussianKl() has it. A latent
// below `least` nats has no gradient. gradient may be null.
double gaussianKlWithFreeBits(const Tensor& moments, float least, float scale, Tensor* gradient);

// -log softmax(logits)[class], in nats; gradient softmax(logits) - [class]. logits and gradient [n, classes],
// n classes; gradient may be null. Throws Error for a class that is none of them.
double softmaxCrossEntropy(const Tensor& logits, std::span<const std::uint16_t> classes, float scale,
                           Tensor* gradient);

// e^logit / sum of e^logits, row by row, in place: [n, classes].
void softmax(Tensor& logits);

} // namespace latentscape
