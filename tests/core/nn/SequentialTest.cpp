#include "core/nn/Sequential.h"

#include "core/nn/Conv2d.h"
#include "core/nn/Dense.h"
#include "core/nn/Reshape.h"

#include <gtest/gtest.h>

namespace latentscape {
namespace {

TEST(SequentialTest, AProfileCountsTheOperationsOfWhatWasDone) {
    std::vector<std::unique_ptr<Layer>> layers;
    layers.push_back(std::make_unique<Conv2d>(ConvolutionConfig{.channels = 3, .kernel = 2, .stride = 2}));
    layers.push_back(std::make_unique<Reshape>(Shape{27}));
    layers.push_back(std::make_unique<Dense>(5));
    Sequential network(std::move(layers));
    ParameterStore store;
    network.declare({6, 6, 2}, store, "network");
    store.allocate();

    network.startProfile();
    const std::int64_t batch = 4;
    Tensor x({batch, 6, 6, 2});
    Tensor y({batch, 5});
    Tensor dy({batch, 5});
    network.forward(x, y, Mode::Train);
    network.backward(x, y, dy, nullptr, WeightGradients::Write);

    const std::vector<LayerProfile>& profile = network.profile();
    ASSERT_EQ(profile.size(), 2U); // a view costs nothing
    EXPECT_EQ(profile[0].name, "conv2d 2x2 / 2");
    EXPECT_EQ(profile[0].output, (Shape{3, 3, 3}));
    const double convolution = 2.0 * batch * (3 * 3 * 3) * (2 * 2 * 2);
    EXPECT_EQ(profile[0].flops, 2 * convolution); // forward and the weights' gradients: nobody asks for dx
    EXPECT_EQ(profile[1].name, "dense");
    EXPECT_EQ(profile[1].flops, 3 * 2.0 * batch * 27 * 5);
    EXPECT_GT(profile[0].forward, 0);
    EXPECT_GT(profile[1].backward, 0);
}

} // namespace
} // namespace latentscape
