// Layers one after another; owns the values between them.
#pragma once

#include "core/nn/Layer.h"
#include "core/nn/PlanCache.h"

#include <memory>
#include <vector>

namespace latentscape {

// What one layer is, after Sequential::declare().
struct LayerSummary {
    std::string name;
    Shape output;                // of one image
    std::int64_t parameters = 0; // that are learnt
    double flops = 0;            // of a forward pass of one image, as Layer::flops()
};

// What one layer has done since Sequential::startProfile().
struct LayerProfile {
    std::string name;
    Shape output;                     // of one image
    double flops = 0;                 // of all its products, forwards and backwards
    double forward = 0, backward = 0; // seconds
};

class Sequential : public Layer {
public:
    // Throws Error when there is no layer.
    explicit Sequential(std::vector<std::unique_ptr<Layer>> layers);

    // Layers with parameters are numbered from 0: "<prefix>.0", "<prefix>.1", ...
    Shape declare(const Shape& input, ParameterStore& store, const std::string& prefix) override;
    void forward(const Tensor& x, Tensor& y, Mode mode) override;
    void backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                  WeightGradients gradients) override;
    std::string name() const override { return "network"; }
    double flops() const override;
    std::int64_t keptValues() const override; // between its layers, with their gradients

    // The layers that compute, from first to last; one that only changes the shape gives it to the layer
    // before it.
    const std::vector<LayerSummary>& layers() const { return m_summaries; }

    // From now on each layer's time is taken, which itself takes some 0.1 us a layer. After declare().
    void startProfile();
    const std::vector<LayerProfile>& profile() const { return m_profile; }

    // Of each layer with weights (not of a normalisation), after declare(): "400", or "7x7x64" for images.
    std::vector<std::string> describeOutputs() const;

private:
    struct Between { // behind each layer but the last, for one batch size
        std::vector<Tensor> values;
        std::vector<Tensor> gradients;
    };
    Between& between(std::int64_t batch);

    std::vector<std::unique_ptr<Layer>> m_layers;
    std::vector<Shape> m_learning;         // outputs of the layers with weights
    std::vector<Layer*> m_computing;       // without those that only change the shape
    std::vector<Shape> m_shapes;           // output of each of these
    std::vector<LayerSummary> m_summaries; // likewise
    PlanCache<Between> m_between;
    std::vector<LayerProfile> m_profile; // one for each of m_computing, or empty: not asked for
};

} // namespace latentscape
