// A run whose images are changed at random is as exact as any other.
#include "tests/core/train/SmallRun.h"

#include <gtest/gtest.h>

namespace latentscape {
namespace {

using namespace test;

std::vector<float> weightsOf(const Checkpoint& checkpoint) {
    std::vector<float> all;
    for (const auto& tensor : checkpoint.weights)
        all.insert(all.end(), tensor.values.begin(), tensor.values.end());
    return all;
}

Told runWith(const TrainConfig& config, const std::optional<Checkpoint>& from, std::int64_t stopAfter = -1) {
    Trainer trainer =
        from ? Trainer(config, smallData(), *from, everyStep()) : Trainer(config, smallData(), everyStep());
    std::stop_source stop;
    return runAll(
        trainer,
        [&](const Snapshot& snapshot) {
            if (snapshot.step == stopAfter)
                stop.request_stop();
        },
        stop.get_token());
}

TEST(AugmentedRunTest, GoesOnExactlyInMidEpoch) {
    TrainConfig config = smallConfig(2);
    config.augment = augmentFromText("shift,rotate,flip,noise");
    const Told whole = runWith(config, {});
    const Told before = runWith(config, {}, 2);
    ASSERT_EQ(before.checkpoint().step, 2);
    const Told after = runWith(trainConfigFromJson(before.checkpoint().settings), before.checkpoint());
    EXPECT_EQ(weightsOf(after.checkpoint()), weightsOf(whole.checkpoint()));
    EXPECT_NE(weightsOf(runWith(smallConfig(2), {}).checkpoint()), weightsOf(whole.checkpoint()));
}

TEST(AugmentedRunTest, ABinarisedRunGoesOnExactlyInMidEpoch) {
    TrainConfig config = smallConfig(2);
    config.augment = augmentFromText("shift=1.5,noise=0.1");
    config.binarise = Binarise::Dynamic;
    const Told whole = runWith(config, {});
    const Told before = runWith(config, {}, 2);
    const Told after = runWith(trainConfigFromJson(before.checkpoint().settings), before.checkpoint());
    EXPECT_EQ(weightsOf(after.checkpoint()), weightsOf(whole.checkpoint()));
    EXPECT_EQ(after.epochs.back().heldOut, whole.epochs.back().heldOut);
    config.binarise = Binarise::Static;
    EXPECT_NE(weightsOf(runWith(config, {}).checkpoint()), weightsOf(whole.checkpoint()));
}

} // namespace
} // namespace latentscape
