// Networks of one or a few layers against PyTorch (tests/core/golden/make_networks_golden.py).
#include "core/nn/ClassEmbedding.h"
#include "core/nn/ClassProjection.h"
#include "core/nn/NetworkConfig.h"
#include "core/nn/Sequential.h"

#include "tests/core/golden/Golden.h"

namespace latentscape {

namespace {

Shape batchOf(std::int64_t batch, const Shape& one) {
    Shape shape{batch};
    shape.insert(shape.end(), one.begin(), one.end());
    return shape;
}

using Layers = std::vector<std::unique_ptr<Layer>>;

Layers layersOf(const nlohmann::json& g) {
    const Shape input = g["shape"];
    const ImageShape image =
        input.size() == 3
            ? ImageShape{static_cast<int>(input[2]), static_cast<int>(input[0]), static_cast<int>(input[1])}
            : ImageShape{1, 1, 1};
    return makeLayers(networkFromJson(g["network"].dump()), image);
}

// What a conditional model adds to its networks: no layer of a configuration.
Layers classLayerOf(const nlohmann::json& g) {
    const nlohmann::json& layer = g["network"][0];
    const std::vector<std::uint16_t> classes = layer["labels"];
    const auto labels = std::make_shared<ClassLabels>(layer["classes"].get<int>());
    labels->set(classes, std::ssize(classes));
    Layers layers;
    if (layer["layer"] == "class_embedding") {
        layers.push_back(std::make_unique<ClassEmbedding>(labels, 32));
    } else {
        layers.push_back(std::make_unique<ClassProjection>(labels));
    }
    return layers;
}

void expectAsGolden(const nlohmann::json& g, Layers layers) {
    const Shape input = g["shape"];
    Sequential network(std::move(layers));
    ParameterStore store;
    const Shape output = network.declare(input, store, "net");
    store.allocate();
    fillParameters(store);

    constexpr std::int64_t kBatch = 3;
    Tensor x(batchOf(kBatch, input)), dx(batchOf(kBatch, input));
    Tensor y(batchOf(kBatch, output)), dy(batchOf(kBatch, output));
    fillGrid(x.values(), 1.5, 0.3);
    fillGrid(dy.values(), 1.0, 0.7);
    network.forward(x, y, Mode::Train);
    expectGolden(y.values(), g["y"], "y");
    network.backward(x, y, dy, &dx, WeightGradients::Write);
    expectGolden(dx.values(), g["dx"], "dx");
    ASSERT_EQ(store.parameters().size(), g["gradients"].size() + g["statistics"].size());
    for (std::size_t i = 0; i < store.parameters().size(); ++i) {
        const auto& [name, shape, initial, trained, offset, count] = store.parameters()[i];
        if (trained == Trained::Yes) {
            expectGolden(store.gradient(i), g["gradients"][name], "gradient of " + name);
        } else {
            expectGolden(store.value(i), g["statistics"][name], name);
        }
    }
    if (g.contains("evaluated")) {
        network.forward(x, y, Mode::Evaluate);
        expectGolden(y.values(), g["evaluated"], "y in evaluation");
    }
}

TEST(NetworksGolden, ForwardAndBackward) {
    for (const auto& g : goldenNetworks()["layers"]) {
        SCOPED_TRACE(g["name"]);
        expectAsGolden(g, layersOf(g));
    }
}

TEST(NetworksGolden, LayersThatAreToldTheClass) {
    for (const auto& g : goldenNetworks()["class_layers"]) {
        SCOPED_TRACE(g["name"]);
        expectAsGolden(g, classLayerOf(g));
    }
}

} // namespace

} // namespace latentscape
