// What must not be learnt: losses and gradients that are not finite end a run, whose weights stay finite.
#include "core/train/Trainer.h"

#include "tests/core/io/TemporaryFolder.h"
#include "tests/core/train/RunExpectations.h"

#include <algorithm>
#include <cmath>

namespace latentscape {
namespace {

using namespace test;

bool isFinite(const Checkpoint& checkpoint) {
    return std::ranges::all_of(checkpoint.weights, [](const Checkpoint::Entry& entry) {
        return std::ranges::all_of(entry.values, [](float v) { return std::isfinite(v); });
    });
}

TEST(DivergenceTest, ALossThatIsNotFiniteEndsTheRunWithTheLastFiniteWeights) {
    for (const auto& [kind, name] : kOptimizerNames) {
        for (const Likelihood likelihood : {Likelihood::Bernoulli, Likelihood::Gaussian}) {
            TrainConfig config = smallConfig(1000);
            config.optimizer.kind = kind;
            config.optimizer.weightDecay = 0.1f;
            config.model.likelihood = likelihood;
            config.learningRate = 1e6f;
            Trainer trainer(config, smallData());
            const Told told = runAll(trainer);
            ASSERT_EQ(told.state, TrainState::Diverged);
            EXPECT_TRUE(isFinite(told.checkpoint()));
            expectSteps(told, 1, told.last().step);
            EXPECT_TRUE(std::ranges::all_of(told.losses,
                                            [](const LossPoint& p) { return std::isfinite(p.losses[0]); }));
            const std::string& message = told.last().message;
            EXPECT_NE(message.find("step " + std::to_string(told.last().step + 1)), std::string::npos)
                << message;
            EXPECT_NE(message.find("is not finite"), std::string::npos) << message;
            EXPECT_NE(message.find("smaller learning rate"), std::string::npos) << message;
        }
    }
}

TEST(DivergenceTest, ADivergedRunGoesOnWithTheBatchThatWasNotLearnt) {
    TrainConfig config = smallConfig(1000);
    config.learningRate = 1e6f;
    Trainer trainer(config, smallData());
    const Told told = runAll(trainer);
    const TemporaryFolder folder;
    saveCheckpoint(folder / "c", told.checkpoint()); // also with held-out losses that are not finite
    const Checkpoint from = loadCheckpoint(folder / "c");
    expectSame(from, told.checkpoint());
    EXPECT_EQ(from.cursor, from.step % kSteps * kBatch);
    Trainer again(config, smallData(), from);
    EXPECT_EQ(runAll(again).state, TrainState::Diverged); // at the very same step
    config.learningRate = 0;
    config.epochs = from.epoch + 1;
    Trainer careful(config, smallData(), from);
    EXPECT_NE(runAll(careful).state, TrainState::Finished); // these weights are beyond help, and it says so
}

// Weights with which the loss is finite (5e29) while one gradient is 1e25 times 1e15: infinite.
Checkpoint withInfiniteGradient(const TrainConfig& config) {
    const auto model = makeModel(config.model, config.optimizer, 0);
    std::ranges::fill(model->parameters().mutableValues(), 0.0f);
    const auto& parameters = model->parameters().parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (parameters[i].name == "encoder.0.bias") {
            std::ranges::fill(model->parameters().mutableValue(i), 1e25f);
        } else if (parameters[i].name == "encoder.1.bias") {
            model->parameters().mutableValue(i)[0] = 1e15f;
        }
    }
    Checkpoint checkpoint;
    captureModel(*model, checkpoint);
    checkpoint.dataFingerprint = smallData().train->fingerprint();
    return checkpoint;
}

TEST(DivergenceTest, AnInfiniteGradientOfAFiniteLossIsNotLearntFrom) {
    for (const auto& [kind, name] : kOptimizerNames) {
        TrainConfig config = smallConfig(2);
        config.optimizer.kind = kind;
        const Checkpoint from = withInfiniteGradient(config);
        Trainer trainer(config, smallData(), from);
        const Told told = runAll(trainer);
        EXPECT_EQ(told.state, TrainState::Diverged);
        EXPECT_NE(told.last().message.find("the gradient is not finite"), std::string::npos)
            << told.last().message;
        expectSteps(told, 1, 0);
        expectSame(told.checkpoint().weights, from.weights);
        expectSame(told.checkpoint().optimizerState, from.optimizerState);
        EXPECT_EQ(told.checkpoint().optimizerSteps, std::vector<std::int64_t>{0});
    }
}

} // namespace
} // namespace latentscape
