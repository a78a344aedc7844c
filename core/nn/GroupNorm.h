// Normalisation of each image over all pixels of a group of channels (Wu & He 2018), with a rectifier fused
// behind it:
//
//     y = rectifier(gamma (x - mean) / sqrt(variance + epsilon) + beta)
//
// gamma and beta are a channel's, as in torch.nn.GroupNorm. One group is layer normalisation over the image,
// or, of a vector [features], that of Ba et al. 2016. It needs no batch and is the same in training and
// evaluation.
#pragma once

#include "core/nn/Layer.h"

#include <memory>

namespace latentscape {

class GroupNorm : public Layer {
public:
    // Throws Error (Usage) when there is no group.
    explicit GroupNorm(std::int64_t groups, float slope = kNoRectifier);
    ~GroupNorm() override;

    // Throws Error (Usage) when the groups do not divide the channels.
    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override { return "group_norm"; }

private:
    struct Plan;
    struct Plans;

    void takeStatistics(const float* image, Plan& plan, std::int64_t index, float* sums,
                        float* squares) const;

    std::int64_t m_groups;
    float m_slope;
    std::int64_t m_channels = 0;
    std::int64_t m_pixels = 0; // of one image
    ParameterStore* m_store = nullptr;
    std::size_t m_gamma = 0, m_beta = 0; // each [channels]
    std::unique_ptr<Plans> m_plans;
};

} // namespace latentscape
