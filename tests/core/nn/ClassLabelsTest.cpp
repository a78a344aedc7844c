// The classes that a conditional network is told, and that its layers do the same on any number of threads.
#include "core/nn/ClassLabels.h"

#include "core/nn/ClassEmbedding.h"
#include "core/nn/ClassProjection.h"
#include "core/tensor/Threads.h"

#include "tests/core/data/IdxFiles.h"

#include <algorithm>

namespace latentscape {
namespace {

using namespace test;
using Classes = std::vector<std::uint16_t>;

TEST(ClassLabelsTest, OneClassMayBeThatOfSeveralRows) {
    ClassLabels labels(4);
    labels.set(Classes{3, 1}, 6);
    for (std::int64_t row = 0; row < 6; ++row) {
        EXPECT_EQ(labels.of(row, 6), row < 3 ? 3 : 1) << row;
    }
    EXPECT_EQ(labels.of(1, 2), 1);
    labels.set(Classes{2}, 5);
    EXPECT_EQ(labels.of(4, 5), 2);
}

TEST(ClassLabelsTest, WrongOnesAreNamed) {
    ClassLabels labels(4);
    expectError(ErrorKind::Usage, {"must be told", "0 classes for 5 images"}, [&] { labels.set({}, 5); });
    expectError(ErrorKind::Usage, {"2 classes for 5 images"}, [&] { labels.set(Classes{0, 1}, 5); });
    expectError(ErrorKind::Usage, {"Class 4 does not exist", "knows 4"}, [&] { labels.set(Classes{4}, 5); });
    ClassLabels none(0); // of a model that is not conditional
    none.set(Classes{7}, 5);
    EXPECT_EQ(none.of(3, 5), 0);
}

// y, dx and all gradients of a layer on so many threads.
template <typename Make> std::vector<float> worked(int threads, const Make& make) {
    constexpr std::int64_t kRows = 96;
    constexpr std::int64_t kInputs = 3001;
    setComputeThreads(threads);
    const auto labels = std::make_shared<ClassLabels>(3);
    Classes classes(kRows);
    for (std::size_t i = 0; i < classes.size(); ++i) {
        classes[i] = static_cast<std::uint16_t>(i * i % 3);
    }
    labels->set(classes, kRows);
    const auto layer = make(labels);
    ParameterStore store;
    const Shape output = layer->declare({kInputs}, store, "layer");
    store.allocate();
    Random random(1);
    store.initialise(random);
    Tensor x({kRows, kInputs}), dx(x.shape()), y({kRows, output[0]}), dy(y.shape());
    random.fillNormal(x.values());
    random.fillNormal(dy.values());
    layer->forward(x, y, Mode::Train);
    layer->backward(x, y, dy, &dx, WeightGradients::Write);
    std::vector<float> all(y.values().begin(), y.values().end());
    all.insert(all.end(), dx.values().begin(), dx.values().end());
    all.insert(all.end(), store.gradients().begin(), store.gradients().end());
    return all;
}

TEST(ClassLabelsTest, LayersDoTheSameOnAnyNumberOfThreads) {
    const auto embedding = [](const auto& labels) { return std::make_unique<ClassEmbedding>(labels, 7); };
    const auto projection = [](const auto& labels) { return std::make_unique<ClassProjection>(labels); };
    EXPECT_EQ(worked(1, embedding), worked(3, embedding));
    EXPECT_EQ(worked(1, projection), worked(3, projection));
    setComputeThreads(0);
}

} // namespace
} // namespace latentscape
