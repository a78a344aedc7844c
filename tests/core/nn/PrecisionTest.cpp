// bfloat16: rounding to the nearest, and layers that compute with rounded factors stay as near to those with
// floats as three digits allow.
#include "core/nn/Conv2d.h"
#include "core/nn/ConvTranspose2d.h"
#include "core/nn/Dense.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace latentscape {
namespace {

TEST(PrecisionTest, RoundsToTheNearestTiesToEven) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    const float values[]{0.0f,     1.0f, -1.0f, 1.0f + 0x1p-8f, 1.0f + 3 * 0x1p-8f, 1.0f + 0x1p-8f + 0x1p-20f,
                         kInfinity};
    const std::uint16_t expected[]{0, 0x3f80, 0xbf80, 0x3f80, 0x3f82, 0x3f81, 0x7f80};
    std::uint16_t rounded[std::size(values)];
    toBf16(values, rounded, std::ssize(values));
    for (std::size_t i = 0; i < std::size(values); ++i) {
        EXPECT_EQ(rounded[i], expected[i]) << values[i];
    }
    const float nan = std::nanf("");
    toBf16(&nan, rounded, 1);
    EXPECT_GT(rounded[0] & 0x7fff, 0x7f80);
}

struct Outcome {
    Tensor y, dx;
    std::vector<float> gradients;
};

Outcome run(Layer& layer, const Shape& input, std::int64_t batch) {
    ParameterStore store;
    const Shape output = layer.declare(input, store, "layer");
    store.allocate();
    Random random(1);
    store.initialise(random);
    const auto shape = [batch](const Shape& one) {
        Shape all{batch};
        all.insert(all.end(), one.begin(), one.end());
        return all;
    };
    Tensor x(shape(input));
    Tensor dy(shape(output));
    random.fillNormal(x.values());
    random.fillNormal(dy.values());
    Outcome outcome{Tensor(shape(output)), Tensor(shape(input)), {}};
    layer.forward(x, outcome.y, Mode::Train);
    layer.backward(x, outcome.y, dy, &outcome.dx, WeightGradients::Write);
    outcome.gradients.assign(store.gradients().begin(), store.gradients().end());
    return outcome;
}

void expectNear(std::span<const float> a, std::span<const float> b, const char* what) {
    double difference = 0;
    double size = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference += std::pow(double{a[i]} - b[i], 2);
        size += std::pow(double{b[i]}, 2);
    }
    EXPECT_LT(std::sqrt(difference), 0.005 * std::sqrt(size)) << what;
}

void compare(Layer& rounding, Layer& exact, const Shape& input, std::int64_t batch) {
    const Outcome a = run(rounding, input, batch);
    const Outcome b = run(exact, input, batch);
    expectNear(a.y.values(), b.y.values(), "y");
    expectNear(a.dx.values(), b.dx.values(), "dx");
    expectNear(a.gradients, b.gradients, "gradients");
}

TEST(PrecisionTest, DenseInBf16) {
    Dense rounding(301, kNoRectifier, true, Precision::Bf16);
    Dense exact(301);
    compare(rounding, exact, {203}, 67);
}

TEST(PrecisionTest, ConvolutionsInBf16) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "oneDNN 2.6 reads beyond a table of its own while it makes one of these kernels";
#endif
    ConvolutionConfig config{.channels = 33, .kernel = 4, .stride = 2, .padding = 1};
    Conv2d exact(config);
    ConvTranspose2d exactTransposed(config);
    config.precision = Precision::Bf16;
    Conv2d rounding(config);
    ConvTranspose2d roundingTransposed(config);
    compare(rounding, exact, {13, 9, 17}, 5);
    compare(roundingTransposed, exactTransposed, {7, 5, 17}, 5);
}

// So many images that their patches are made in several rounds, the last of them a smaller one.
TEST(PrecisionTest, ConvolutionOfStrideOneInBf16) {
    ConvolutionConfig config{.channels = 17, .kernel = 3, .padding = 1};
    Conv2d exact(config);
    config.precision = Precision::Bf16;
    Conv2d rounding(config);
    compare(rounding, exact, {21, 19, 23}, 13);
}

} // namespace
} // namespace latentscape
