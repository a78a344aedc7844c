// Batch normalisation over all pixels of a channel (Ioffe & Szegedy 2015), with a rectifier fused behind it:
//
//     y = rectifier(gamma (x - mean) / sqrt(variance + epsilon) + beta)
//
// In training mean and variance are the batch's, and the running ones move towards them (momentum 0.1, the
// variance unbiased, as in torch.nn.BatchNorm2d); in evaluation they are the running ones, which are kept
// with the parameters. The input is [..., channels]; without height and width it is BatchNorm1d.
#pragma once

#include "core/nn/Layer.h"

#include <memory>

namespace latentscape {

class BatchNorm2d : public Layer {
public:
    explicit BatchNorm2d(float slope = kNoRectifier);
    ~BatchNorm2d() override;

    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override { return "batch_norm"; }

private:
    struct Plan;
    struct Plans;

    void takeBatchStatistics(const Tensor& x, Plan& plan);
    void takeRunningStatistics(Plan& plan) const;

    float m_slope;
    std::int64_t m_channels = 0;
    std::int64_t m_pixels = 0; // of one image
    ParameterStore* m_store = nullptr;
    std::size_t m_gamma = 0, m_beta = 0, m_runningMean = 0, m_runningVariance = 0; // each [channels]
    std::unique_ptr<Plans> m_plans;
};

} // namespace latentscape
