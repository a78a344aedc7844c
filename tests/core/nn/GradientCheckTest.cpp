// The one numeric gradient check: every layer adds one line to `cases`.
#include "core/nn/Activation.h"
#include "core/nn/Dense.h"
#include "core/nn/Losses.h"
#include "core/nn/Sequential.h"

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
    {"DenseRelu", {13}, [] { return std::make_unique<Dense>(19, Dense::Fused::Relu); }},
    {"Relu", {11}, [] { return activation(Activation::Kind::Relu); }},
    {"LeakyRelu", {11}, [] { return activation(Activation::Kind::LeakyRelu); }},
    {"Sigmoid", {11}, [] { return activation(Activation::Kind::Sigmoid); }},
    {"Tanh", {11}, [] { return activation(Activation::Kind::Tanh); }},
    {"Softplus", {11}, [] { return activation(Activation::Kind::Softplus); }},
    {"Sequential", {6}, network},
};

class GradientCheck : public testing::TestWithParam<Case> {};

// L = sum(y * weights), so that dL/dy = weights.
double loss(Layer& layer, const Tensor& x, Tensor& y, const Tensor& weights) {
    layer.forward(x, y);
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
        const auto f = [&] { return loss(*layer, x, y, weights); };
        f();
        Tensor dy = weights;
        layer->backward(x, y, dy, &dx);
        expectGradient(x.values(), dx.values(), f);
        for (std::size_t p = 0; p < store.parameters().size(); ++p) {
            SCOPED_TRACE(store.parameters()[p].name);
            const std::vector<float> gradient(store.gradient(p).begin(), store.gradient(p).end());
            expectGradient(store.value(p), gradient, f);
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
    gaussianKl(a, 0.5f, &gradient);
    expectGradient(a.values(), gradient.values(), [&] { return 0.5 * gaussianKl(a, 0, nullptr); });
}

} // namespace
} // namespace latentscape
