#include "core/train/LatentMap.h"

#include "core/data/BatchLoader.h"
#include "core/train/Metrics.h"
#include "core/train/ReconstructionErrors.h"
#include "tests/core/io/TemporaryFolder.h"
#include "tests/core/train/SmallRun.h"

#include <gtest/gtest.h>

#include <cmath>

namespace latentscape {
namespace {

using namespace test;

TEST(LatentMapTest, LiesWhereTheEncoderPutsTheImages) {
    const TrainConfig config = smallConfig(1);
    const auto model = makeModel(config.model, config.optimizer, 0);
    const auto images = smallData().train;
    const LatentMap map = mapEncodings(*model, images);
    EXPECT_EQ(map.images, images);
    EXPECT_TRUE(std::ranges::equal(map.latents.values(), posteriorMeans(*model, *images).values()));
    ASSERT_EQ(map.kl.size(), 50u);
    ASSERT_EQ(map.errors.size(), 50u);
    EXPECT_NEAR(map.errors[7], measureErrors(*model, *images).errors.mse[7], 1e-6);
    std::vector<float> kl(3);
    Random random(0);
    model->evaluate(gather(*images, std::vector<std::uint32_t>{7}), {}, random, kl);
    EXPECT_NEAR(map.kl[7], kl[0] + kl[1] + kl[2], 1e-4);
    EXPECT_EQ(map.components.count(), 3);
    EXPECT_TRUE(map.distances.empty());
}

// A step along the first component changes the picture more than one along the last.
TEST(LatentMapTest, OfAGanShowsWhatChangesThePictureMost) {
    ModelConfig config = smallConfig(1).model;
    config.kind = ModelKind::Gan;
    const auto model = makeModel(config, {}, 0);
    const LatentMap map = mapSamples(*model, 400, 5);
    ASSERT_EQ(map.images->count(), 400);
    EXPECT_TRUE(map.kl.empty());
    EXPECT_TRUE(map.errors.empty());
    ASSERT_EQ(map.distances.size(), 400u);
    EXPECT_FLOAT_EQ(map.distances[7],
                    std::hypot(map.latents.row(7)[0], map.latents.row(7)[1], map.latents.row(7)[2]));
    const Tensor first({1, 3}, map.latents.row(0));
    EXPECT_EQ(map.images->image(0).pixels, toImage(model->decode(first).row(0), config.image).pixels);
    EXPECT_LT(map.components.mean.matrix().cwiseAbs().maxCoeff(), 1e-6f);
    EXPECT_GE(map.components.variances[0], map.components.variances[2]);
    const auto change = [&](std::int64_t component) {
        Tensor there({2, 3});
        there.matrix().row(0) = 0.1f * map.components.components.matrix().row(component);
        const Tensor made = model->decode(there);
        return (made.matrix().row(0) - made.matrix().row(1)).squaredNorm();
    };
    EXPECT_GT(change(0), change(2));
}

TEST(LatentMapTest, CanBeCancelled) {
    const TrainConfig config = smallConfig(1);
    const auto model = makeModel(config.model, config.optimizer, 0);
    std::stop_source stop;
    stop.request_stop();
    messageOf(ErrorKind::Cancelled, [&] { mapEncodings(*model, smallData().train, {stop.get_token()}); });
    messageOf(ErrorKind::Cancelled, [&] { mapSamples(*model, 10, 0, {stop.get_token()}); });
}

} // namespace
} // namespace latentscape
