// The one numeric gradient check: every layer adds one line to `cases`.
#include "core/nn/Activation.h"
#include "core/nn/AveragePool.h"
#include "core/nn/BatchNorm2d.h"
#include "core/nn/ClassEmbedding.h"
#include "core/nn/ClassProjection.h"
#include "core/nn/Conv2d.h"
#include "core/nn/ConvTranspose2d.h"
#include "core/nn/Dense.h"
#include "core/nn/Dropout.h"
#include "core/nn/GroupNorm.h"
#include "core/nn/Losses.h"
#include "core/nn/Reshape.h"
#include "core/nn/Residual.h"
#include "core/nn/Sequential.h"
#include "core/nn/SpectralNorm.h"
#include "core/nn/Upsample.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace latentscape {
namespace {

using MakeLayer = std::function<std::unique_ptr<Layer>()>;

struct Case {
    std::string name;
    Shape input; // of one image
    MakeLayer make;
};

std::unique_ptr<Layer> activation(Activation::Kind kind) {
    return std::make_unique<Activation>(kind);
}

template <typename Kind> std::unique_ptr<Layer> convolution(const ConvolutionConfig& config) {
    return std::make_unique<Kind>(config);
}

// A picture goes through a convolution, a shape without a copy, and back.
std::unique_ptr<Layer> imageNetwork() {
    std::vector<std::unique_ptr<Layer>> layers;
    layers.push_back(convolution<Conv2d>({.channels = 3, .kernel = 3, .stride = 2, .padding = 1}));
    layers.push_back(std::make_unique<BatchNorm2d>());
    layers.push_back(std::make_unique<Reshape>(Shape{12}));
    layers.push_back(activation(Activation::Kind::Tanh));
    layers.push_back(std::make_unique<Reshape>(Shape{2, 2, 3}));
    layers.push_back(convolution<ConvTranspose2d>({.channels = 2, .kernel = 4, .stride = 2, .padding = 1}));
    return std::make_unique<Sequential>(std::move(layers));
}

// Of a tanh and a convolution with this stride.
std::unique_ptr<Layer> residual(std::int64_t channels, std::int64_t stride, float slope = kNoRectifier) {
    std::vector<std::unique_ptr<Layer>> layers;
    layers.push_back(activation(Activation::Kind::Tanh));
    layers.push_back(
        convolution<Conv2d>({.channels = channels, .kernel = 3, .stride = stride, .padding = 1}));
    return std::make_unique<Residual>(std::move(layers), slope);
}

std::unique_ptr<Layer> spectral(std::unique_ptr<Layer> layer) {
    return std::make_unique<SpectralNorm>(std::move(layer));
}

// Three classes, of which a batch of three images holds two.
std::shared_ptr<const ClassLabels> classLabels() {
    const auto labels = std::make_shared<ClassLabels>(3);
    const std::vector<std::uint16_t> classes{2, 0, 2};
    labels->set(classes, 3);
    return labels;
}

std::unique_ptr<Layer> network() {
    std::vector<std::unique_ptr<Layer>> layers;
    layers.push_back(std::make_unique<Dense>(9));
    layers.push_back(activation(Activation::Kind::Tanh));
    layers.push_back(std::make_unique<Dense>(4));
    return std::make_unique<Sequential>(std::move(layers));
}

const std::vector<Case> cases{
    {"Dense", {5}, [] { return std::make_unique<Dense>(7); }},
    {"DenseOfAnyShape", {2, 3, 3}, [] { return std::make_unique<Dense>(17); }},
    {"DenseRelu", {13}, [] { return std::make_unique<Dense>(19, kRelu); }},
    {"DenseWithoutBias", {5}, [] { return std::make_unique<Dense>(7, 0.2f, false); }},
    // Rectifiers on few pixels only, so that none opens or closes within the check's step.
    {"Conv2d", {5, 6, 3}, [] { return convolution<Conv2d>({.channels = 5, .kernel = 3, .padding = 1}); }},
    {"Conv2dStrided",
     {7, 6, 6},
     [] { return convolution<Conv2d>({.channels = 19, .kernel = 4, .stride = 2, .padding = 1}); }},
    {"Conv2dRelu",
     {3, 3, 4},
     [] { return convolution<Conv2d>({.channels = 3, .kernel = 2, .slope = kRelu}); }},
    {"Conv2dOfOneChannel",
     {6, 5, 1},
     [] {
         return convolution<Conv2d>({.channels = 17, .kernel = 4, .stride = 2, .padding = 1, .bias = false});
     }},
    {"ConvTranspose2d",
     {3, 2, 5},
     [] { return convolution<ConvTranspose2d>({.channels = 7, .kernel = 4, .stride = 2, .padding = 1}); }},
    {"ConvTranspose2dRelu",
     {1, 1, 3},
     [] { return convolution<ConvTranspose2d>({.channels = 5, .kernel = 2, .slope = 0.2f}); }},
    {"ConvTranspose2dToOneChannel",
     {3, 4, 18},
     [] { return convolution<ConvTranspose2d>({.channels = 1, .kernel = 4, .stride = 2, .padding = 1}); }},
    {"ConvTranspose2dToThreeChannels",
     {3, 3, 4},
     [] { return convolution<ConvTranspose2d>({.channels = 3, .kernel = 3, .padding = 1, .bias = false}); }},
    {"BatchNorm2d", {3, 2, 5}, [] { return std::make_unique<BatchNorm2d>(); }},
    {"BatchNorm2dRelu", {4, 3, 17}, [] { return std::make_unique<BatchNorm2d>(kRelu); }},
    {"GroupNorm", {3, 5, 6}, [] { return std::make_unique<GroupNorm>(3); }},
    {"GroupNormRelu", {3, 3, 19}, [] { return std::make_unique<GroupNorm>(1, kRelu); }},
    {"LayerNorm", {11}, [] { return std::make_unique<GroupNorm>(1); }},
    {"Residual", {3, 5, 3}, [] { return residual(3, 1); }},
    {"ResidualRelu", {2, 3, 2}, [] { return residual(2, 1, kRelu); }},
    {"ResidualWithProjection", {5, 3, 3}, [] { return residual(5, 2); }},
    {"UpsampleNearest", {3, 2, 5}, [] { return std::make_unique<Upsample>(2, Upsample::Kind::Nearest); }},
    {"UpsampleBilinear", {3, 2, 5}, [] { return std::make_unique<Upsample>(2, Upsample::Kind::Bilinear); }},
    {"UpsampleByThree", {3, 1, 3}, [] { return std::make_unique<Upsample>(3, Upsample::Kind::Bilinear); }},
    {"AveragePool", {5, 7, 3}, [] { return std::make_unique<AveragePool>(2, 2); }},
    {"AveragePoolOverlapping", {5, 4, 2}, [] { return std::make_unique<AveragePool>(3, 1); }},
    {"ClassEmbedding", {3, 1, 5}, [] { return std::make_unique<ClassEmbedding>(classLabels(), 5); }},
    {"ClassProjection", {3, 7}, [] { return std::make_unique<ClassProjection>(classLabels()); }},
    {"Dropout", {3, 7}, [] { return std::make_unique<Dropout>(0.4f); }},
    {"DropoutOfImages", {3, 5, 3}, [] { return std::make_unique<Dropout>(0.4f); }},
    {"SpectralNormDense", {5}, [] { return spectral(std::make_unique<Dense>(7)); }},
    {"SpectralNormConv2d",
     {4, 3, 3},
     [] { return spectral(convolution<Conv2d>({.channels = 5, .kernel = 3, .padding = 1})); }},
    {"SpectralNormConvTranspose2d",
     {3, 4, 3},
     [] {
         return spectral(
             convolution<ConvTranspose2d>({.channels = 5, .kernel = 4, .stride = 2, .padding = 1}));
     }},
    {"Reshape",
     {45},
     [] {
         return std::make_unique<Reshape>(Shape{3, 5, 3});
     }},
    {"Flatten", {3, 5, 3}, [] { return std::make_unique<Reshape>(Shape{}); }},
    {"Relu", {11}, [] { return activation(Activation::Kind::Relu); }},
    {"LeakyRelu", {11}, [] { return activation(Activation::Kind::LeakyRelu); }},
    {"Sigmoid", {11}, [] { return activation(Activation::Kind::Sigmoid); }},
    {"Tanh", {11}, [] { return activation(Activation::Kind::Tanh); }},
    {"Silu", {11}, [] { return activation(Activation::Kind::Silu); }},
    {"Softplus", {11}, [] { return activation(Activation::Kind::Softplus); }},
    {"Sequential", {6}, network},
    {"SequentialOfImages", {4, 4, 2}, imageNetwork},
};

class GradientCheck : public testing::TestWithParam<Case> {};

// L = sum(y * weights), so that dL/dy = weights.
double loss(Layer& layer, const Tensor& x, Tensor& y, const Tensor& weights) {
    layer.forward(x, y, Mode::Train);
    double sum = 0;
    for (std::int64_t i = 0; i < y.size(); ++i) {
        sum += double{y.data()[i]} * weights.data()[i];
    }
    return sum;
}

// Compares an analytic gradient with central differences of `f` in each value.
void expectGradient(std::span<float> values, std::span<const float> gradient,
                    const std::function<double()>& f) {
    constexpr float h = 2e-3f; // small, so that no ReLU opens or closes within it
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float before = values[i];
        values[i] = before + h;
        const double up = f();
        values[i] = before - h;
        const double down = f();
        values[i] = before;
        const double numeric = (up - down) / (2.0 * h);
        EXPECT_NEAR(gradient[i], numeric, 2e-3 * (1.0 + std::fabs(numeric))) << "at " << i;
    }
}

// Keeps values away from zero, where a ReLU has no derivative, by more than the check's step.
void awayFromZero(std::span<float> values) {
    for (float& v : values) {
        v += v < 0 ? -0.05f : 0.05f;
    }
}

// What layers keep beside their parameters, as it was: a dropout's next mask is then the same again.
class Statistics {
public:
    explicit Statistics(ParameterStore& store)
        : m_store(store)
        , m_values(store.values().begin(), store.values().end()) {}

    void putBack() const {
        for (std::size_t i = 0; i < m_store.parameters().size(); ++i) {
            const Parameter& p = m_store.parameters()[i];
            if (p.trained == Trained::No) {
                std::copy_n(m_values.begin() + static_cast<std::ptrdiff_t>(p.offset), p.count,
                            m_store.statistic(i).begin());
            }
        }
    }

private:
    ParameterStore& m_store;
    std::vector<float> m_values;
};

TEST_P(GradientCheck, AnalyticEqualsNumeric) {
    const Case& c = GetParam();
    const auto layer = c.make();
    ParameterStore store;
    const Shape outputShape = layer->declare(c.input, store, "layer");
    store.allocate();
    Random random(1);
    store.initialise(random);
    for (const std::int64_t batch : {1, 3}) { // two batch sizes of one layer
        Shape xShape{batch};
        xShape.insert(xShape.end(), c.input.begin(), c.input.end());
        Shape yShape{batch};
        yShape.insert(yShape.end(), outputShape.begin(), outputShape.end());
        Tensor x(xShape), y(yShape), weights(yShape), dx(xShape);
        random.fillNormal(x.values());
        awayFromZero(x.values());
        random.fillNormal(weights.values());
        for (int pass = 0; pass < 100; ++pass) { // until a power iteration has found what it looks for
            layer->forward(x, y, Mode::Train);
        }
        const Statistics statistics(store);
        const auto f = [&] {
            store.mutableValues(); // the check changes them
            statistics.putBack();
            return loss(*layer, x, y, weights);
        };
        f();
        Tensor dy = weights;
        layer->backward(x, y, dy, &dx, WeightGradients::Write);
        expectGradient(x.values(), dx.values(), f);
        for (std::size_t p = 0; p < store.parameters().size(); ++p) {
            if (store.parameters()[p].trained == Trained::No) {
                continue;
            }
            SCOPED_TRACE(store.parameters()[p].name);
            const std::vector<float> gradient(store.gradient(p).begin(), store.gradient(p).end());
            expectGradient(store.mutableValue(p), gradient, f);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Layers, GradientCheck, testing::ValuesIn(cases),
                         [](const auto& test) { return test.param.name; });

TEST(LossGradient, AnalyticEqualsNumeric) {
    Random random(2);
    Tensor a({3, 10}), targets({3, 10}), gradient({3, 10});
    random.fillNormal(a.values());
    random.fillUniform(targets.values(), 0, 1);
    bceWithLogits(a, targets, 0.5f, &gradient);
    expectGradient(a.values(), gradient.values(),
                   [&] { return 0.5 * bceWithLogits(a, targets, 0, nullptr); });
    squaredError(a, targets, 0.5f, &gradient);
    expectGradient(a.values(), gradient.values(), [&] { return 0.5 * squaredError(a, targets, 0, nullptr); });
    gaussianKlWithFreeBits(a, 0.7f, 0.5f, &gradient);
    expectGradient(a.values(), gradient.values(),
                   [&] { return 0.5 * gaussianKlWithFreeBits(a, 0.7f, 0, nullptr); });
    gaussianKl(a, 0.5f, &gradient);
    expectGradient(a.values(), gradient.values(), [&] { return 0.5 * gaussianKl(a, 0, nullptr); });
    const std::vector<std::uint16_t> classes{9, 0, 4};
    softmaxCrossEntropy(a, classes, 0.5f, &gradient);
    expectGradient(a.values(), gradient.values(),
                   [&] { return 0.5 * softmaxCrossEntropy(a, classes, 0, nullptr); });
}

} // namespace
} // namespace latentscape
