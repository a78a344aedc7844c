// Networks of one or a few layers against PyTorch (tests/core/golden/make_networks_golden.py).
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

void expectAsGolden(const nlohmann::json& g) {
    const Shape input = g["shape"];
    const ImageShape image =
        input.size() == 3
            ? ImageShape{static_cast<int>(input[2]), static_cast<int>(input[0]), static_cast<int>(input[1])}
            : ImageShape{1, 1, 1};
    Sequential network(makeLayers(networkFromJson(g["network"].dump()), image));
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
        expectAsGolden(g);
    }
}

} // namespace

} // namespace latentscape
