// Layers, losses and optimizers against PyTorch (tests/core/golden/make_golden.py).
#include "core/nn/Activation.h"
#include "core/nn/Dense.h"
#include "core/nn/Losses.h"
#include "core/nn/Optimizer.h"
#include "core/tensor/Json.h"

#include "tests/core/golden/Golden.h"

#include <algorithm>
#include <map>

namespace latentscape {

namespace {

TEST(LayersGolden, Dense) {
    const auto& g = golden()["dense"];
    const std::int64_t batch = g["batch"];
    const std::int64_t inputs = g["inputs"];
    const std::int64_t outputs = g["outputs"];
    for (const auto& c : g["cases"]) {
        const std::string name = "dense " + c["activation"].get<std::string>();
        ParameterStore store;
        Dense layer(outputs, c["activation"] == "relu" ? kRelu : kNoRectifier);
        ASSERT_EQ(layer.declare({inputs}, store, "dense"), Shape{outputs});
        store.allocate();
        ASSERT_EQ(store.parameters().at(0).name, "dense.weight");
        ASSERT_EQ(store.parameters().at(1).name, "dense.bias");
        std::ranges::copy(floats(g["weight"]), store.mutableValue(0).begin());
        std::ranges::copy(floats(g["bias"]), store.mutableValue(1).begin());

        const Tensor x = tensor({batch, inputs}, g["x"]);
        Tensor dy = tensor({batch, outputs}, g["dy"]);
        Tensor y({batch, outputs});
        Tensor dx({batch, inputs});
        layer.forward(x, y, Mode::Train);
        expectGolden(y.values(), c["y"], name + " y");
        layer.backward(x, y, dy, &dx, WeightGradients::Write);
        expectGolden(dx.values(), c["dx"], name + " dx");
        expectGolden(store.gradient(0), c["dweight"], name + " dweight");
        expectGolden(store.gradient(1), c["dbias"], name + " dbias");
    }
}

TEST(LayersGolden, Activations) {
    using Kind = Activation::Kind;
    const std::map<std::string, Kind> kinds{{"relu", Kind::Relu},
                                            {"leaky_relu_0.2", Kind::LeakyRelu},
                                            {"sigmoid", Kind::Sigmoid},
                                            {"tanh", Kind::Tanh},
                                            {"softplus", Kind::Softplus}};
    const auto& g = golden()["activations"];
    const Shape shape = g["shape"];
    for (const auto& c : g["cases"]) {
        const std::string name = c["name"];
        ParameterStore store;
        Activation layer(kinds.at(name), 0.2f);
        ASSERT_EQ(layer.declare({shape[1]}, store, name), Shape{shape[1]});
        store.allocate();

        const Tensor x = tensor(shape, g["x"]);
        Tensor dy = tensor(shape, g["dy"]);
        Tensor y(shape);
        Tensor dx(shape);
        layer.forward(x, y, Mode::Train);
        expectGolden(y.values(), c["y"], name + " y");
        layer.backward(x, y, dy, &dx, WeightGradients::Write);
        expectGolden(dx.values(), c["dx"], name + " dx");
    }
}

std::vector<float> halved(const nlohmann::json& values) {
    std::vector<float> result = floats(values);
    std::ranges::transform(result, result.begin(), [](float v) { return v / 2; });
    return result;
}

// The gradient is asked for at half its size, so that the scale counts.
TEST(LossesGolden, BceWithLogits) {
    const auto& g = golden()["losses"];
    const auto& c = g["bce_with_logits"];
    const Shape shape = g["shape"];
    const Tensor logits = tensor(shape, c["logits"]); // some are +-80
    const Tensor targets = tensor(shape, g["targets"]);
    Tensor gradient(shape);
    expectGolden(bceWithLogits(logits, targets, 0.5f, &gradient), c["sum"], "bce");
    expectGolden(gradient.values(), halved(c["gradient"]), "bce gradient");
    expectGolden(bceWithLogits(logits, targets, 0.5f, nullptr), c["sum"], "bce alone");
}

TEST(LossesGolden, SquaredError) {
    const auto& g = golden()["losses"];
    const auto& c = g["squared_error"];
    const Shape shape = g["shape"];
    const Tensor prediction = tensor(shape, c["prediction"]);
    const Tensor targets = tensor(shape, g["targets"]);
    Tensor gradient(shape);
    expectGolden(squaredError(prediction, targets, 0.5f, &gradient), c["sum"], "squared error");
    expectGolden(gradient.values(), halved(c["gradient"]), "squared error gradient");
    expectGolden(squaredError(prediction, targets, 0.5f, nullptr), c["sum"], "squared error alone");
}

TEST(LossesGolden, GaussianKl) {
    const auto& g = golden()["losses"];
    const auto& c = g["gaussian_kl"];
    const std::int64_t batch = g["shape"][0];
    const std::int64_t latent = g["shape"][1];
    const Shape shape{batch, 2 * latent};
    // Two [batch, latent] side by side.
    const auto sideBySide = [&](const nlohmann::json& left, const nlohmann::json& right) {
        Tensor both(shape);
        both.matrix().leftCols(latent) = tensor({batch, latent}, left).matrix();
        both.matrix().rightCols(latent) = tensor({batch, latent}, right).matrix();
        return both;
    };
    const Tensor moments = sideBySide(c["mean"], c["logvar"]);
    const Tensor expected = sideBySide(halved(c["dmean"]), halved(c["dlogvar"]));
    Tensor gradient(shape);
    std::vector<float> perLatent(static_cast<std::size_t>(latent));
    expectGolden(gaussianKl(moments, 0.5f, &gradient, perLatent.data()), c["sum"], "kl");
    expectGolden(perLatent, c["per_latent"], "kl of each latent");
    const auto values = expected.values();
    expectGolden(gradient.values(), std::vector<float>(values.begin(), values.end()), "kl gradient");
}

OptimizerConfig configOf(const nlohmann::json& c) {
    OptimizerConfig config;
    config.kind = enumField(c, "kind", kOptimizerNames);
    config.weightDecay = c["weight_decay"];
    config.clipNorm = c["clip_norm"];
    config.momentum = c.value("momentum", config.momentum);
    config.nesterov = c.value("nesterov", config.nesterov);
    config.beta1 = c.value("beta1", config.beta1);
    config.beta2 = c.value("beta2", config.beta2);
    config.epsilon = c.value("epsilon", config.epsilon);
    return config;
}

TEST(OptimizersGolden, ThreeSteps) {
    const auto& g = golden()["optimizers"];
    const std::vector<float> start = floats(g["start"]);
    for (const auto& c : g["cases"]) {
        ParameterStore store;
        store.declare("w", {static_cast<std::int64_t>(start.size())}, {});
        store.allocate();
        std::ranges::copy(start, store.mutableValue(0).begin());
        const auto optimizer = makeOptimizer(configOf(c), store.values().size());
        for (std::size_t step = 0; step < c["values"].size(); ++step) {
            std::ranges::copy(floats(g["gradients"][step]), store.gradient(0).begin());
            ASSERT_TRUE(optimizer->step(store, g["learning_rates"][step]));
            expectGolden(store.value(0), c["values"][step],
                         c["kind"].get<std::string>() + ", weight decay " + c["weight_decay"].dump() +
                             ", clipped to " + c["clip_norm"].dump() + ", after step " +
                             std::to_string(step + 1));
        }
        EXPECT_EQ(optimizer->stepCount(), 3);
    }
}

} // namespace

} // namespace latentscape
