// A run that goes on from its checkpoint is the run that was never stopped.
#include "core/train/Trainer.h"

#include "core/train/LossHistory.h"
#include "tests/core/io/TemporaryFolder.h"
#include "tests/core/train/RunExpectations.h"

namespace latentscape {
namespace {

using namespace test;

// N steps, save, load and M steps are N + M steps, bit for bit.
void expectExactlyResumed(const TrainConfig& config, std::int64_t steps) {
    Trainer straight(config, smallData());
    const Told whole = runAll(straight);

    const Told before = stoppedAfter(steps, config);
    const TemporaryFolder folder;
    saveCheckpoint(folder / "c", before.checkpoint());
    const Checkpoint from = loadCheckpoint(folder / "c");
    Trainer resumed(trainConfigFromJson(from.settings), smallData(), from);
    const Told after = runAll(resumed);

    expectSteps(after, steps + 1, 3 * kSteps);
    expectSame(after.checkpoint(), whole.checkpoint());
    for (const LossPoint& point : after.losses) {
        const LossPoint& expected = whole.losses[static_cast<std::size_t>(point.step - 1)];
        EXPECT_EQ(point.losses, expected.losses) << point.step;
        EXPECT_EQ(point.gradientNorm, expected.gradientNorm) << point.step;
    }
    // The epoch that was broken off has the losses of all its images.
    for (std::size_t i = 0; i < after.epochs.size(); ++i) {
        const EpochResult& expected = whole.epochs[whole.epochs.size() - after.epochs.size() + i];
        EXPECT_EQ(after.epochs[i].epoch, expected.epoch);
        EXPECT_EQ(after.epochs[i].train, expected.train);
        EXPECT_EQ(after.epochs[i].heldOut, expected.heldOut);
        EXPECT_EQ(after.epochs[i].signs.updateRatio, expected.signs.updateRatio);
        EXPECT_EQ(after.epochs[i].signs.gradientFade, expected.signs.gradientFade);
        EXPECT_EQ(after.epochs[i].signs.diversity, expected.signs.diversity);
    }
    const LossHistory shown = LossHistory::fromJson(after.checkpoint().history);
    EXPECT_EQ(std::ssize(shown.losses()), 3 * kSteps);
    EXPECT_EQ(shown.epochs().size(), 3U);
}

// In mid-epoch and between two.
class ResumeTest : public testing::TestWithParam<std::tuple<OptimizerConfig, std::int64_t>> {};

TEST_P(ResumeTest, IsExact) {
    const auto [optimizer, steps] = GetParam();
    TrainConfig config = smallConfig(3);
    config.optimizer = optimizer;
    config.schedule = {.kind = ScheduleKind::OneCycle, .warmupEpochs = 0.5f, .klWarmupEpochs = 2};
    expectExactlyResumed(config, steps);
}

std::vector<OptimizerConfig> optimizers() {
    std::vector<OptimizerConfig> all;
    for (const auto& [kind, name] : kOptimizerNames) {
        all.push_back(customary(kind));
    }
    all.push_back({.kind = OptimizerKind::Sgd, .nesterov = true, .weightDecay = 0.01f});
    all.push_back({.kind = OptimizerKind::RmsProp, .momentum = 0.9f, .clipNorm = 1});
    return all;
}

INSTANTIATE_TEST_SUITE_P(GoingOnTest, ResumeTest,
                         testing::Combine(testing::ValuesIn(optimizers()),
                                          testing::Values(1, 3, kSteps, kSteps + 2, 2 * kSteps)));

// Each has something of its own that a run must go on with.
struct NamedConfig {
    const char* name;
    TrainConfig config;
};

void PrintTo(const NamedConfig& named, std::ostream* out) {
    *out << named.name;
}

// A convolution of stride 4, then the layers given; back to the image likewise.
TrainConfig convolutional(const std::string& layers) {
    TrainConfig config = smallConfig(3);
    config.model.encoder =
        networkFromJson(R"([{"layer":"conv2d","channels":4,"kernel":4,"stride":4},)" + layers + "]");
    config.model.decoder =
        networkFromJson(R"([{"layer":"dense","units":4,"downscale":4},)" + layers +
                        R"(,{"layer":"conv_transpose2d","channels":"image","kernel":4,"stride":4}])");
    return config;
}

TrainConfig smallGan() {
    TrainConfig config = smallConfig(3);
    config.model.kind = ModelKind::Gan;
    config.optimizer.beta1 = 0.5f;
    return config;
}

std::vector<NamedConfig> configs() {
    const std::string residual = R"({"layer":"residual","layers":[{"layer":"batch_norm"},{"layer":"relu"},
                                     {"layer":"conv2d","channels":4,"kernel":3,"padding":1}]})";
    return {
        {"BatchNorm", convolutional(R"({"layer":"batch_norm"},{"layer":"relu"})")},
        {"Residual", convolutional(residual)},
        {"Dropout", convolutional(R"({"layer":"dropout","probability":0.25})")},
        {"Samples", with(smallConfig(3), [](TrainConfig& c) { c.samples = 3; })},
        {"LearnedVariance",
         with(smallConfig(3), [](TrainConfig& c) { c.model.likelihood = Likelihood::GaussianLearned; })},
        {"BestWeights", with(smallConfig(3),
                             [](TrainConfig& c) {
                                 c.patience = 3;
                                 c.minDelta = 1000; // so that the first epoch's are the best
                             })},
        {"Bf16", with(smallConfig(3),
                      [](TrainConfig& c) {
                          c.model.precision = Precision::Bf16;
                          setDenseWidths(c.model, {400}); // smaller products are of floats
                      })},
        {"Gan", smallGan()},
        {"SpectralNorm", with(smallGan(),
                              [](TrainConfig& c) {
                                  c.model.encoder = networkFromJson(R"([
                                      {"layer":"conv2d","channels":4,"kernel":4,"stride":4,"spectral_norm":true},
                                      {"layer":"leaky_relu"},{"layer":"dense","units":8,"spectral_norm":true}])");
                              })},
        {"WeightAverage", with(smallGan(), [](TrainConfig& c) { c.model.weightAverage = 0.9f; })},
        {"DiscriminatorSteps", with(smallGan(), [](TrainConfig& c) { c.model.discriminatorSteps = 3; })},
    };
}

class ResumedModelTest : public testing::TestWithParam<std::tuple<NamedConfig, std::int64_t>> {};

TEST_P(ResumedModelTest, IsExact) {
    expectExactlyResumed(std::get<0>(GetParam()).config, std::get<1>(GetParam()));
}

std::string nameOf(const testing::TestParamInfo<ResumedModelTest::ParamType>& info) {
    return std::get<0>(info.param).name + std::string("After") + std::to_string(std::get<1>(info.param));
}

INSTANTIATE_TEST_SUITE_P(GoingOnTest, ResumedModelTest,
                         testing::Combine(testing::ValuesIn(configs()), testing::Values(kSteps, kSteps + 2)),
                         nameOf);

TEST(GoingOnTest, AFinishedRunGoesOnForMoreEpochs) {
    Trainer first(smallConfig(1), smallData());
    const Told told = runAll(first);
    Trainer nothingLeft(smallConfig(1), smallData(), told.checkpoint());
    expectSame(runAll(nothingLeft).checkpoint(), told.checkpoint());
    Trainer more(smallConfig(2), smallData(), told.checkpoint());
    Trainer straight(smallConfig(2), smallData());
    expectSame(runAll(more).checkpoint(), runAll(straight).checkpoint());
}

TEST(GoingOnTest, RefusesToGoOnWithOtherImagesOrAnotherModel) {
    Trainer first(smallConfig(1), smallData());
    const Told told = runAll(first);
    const LoadedData other = loadData("shapes", {.limit = kImages, .seed = 5});
    EXPECT_NE(messageOf(ErrorKind::Usage, [&] { Trainer(smallConfig(2), other, told.checkpoint()); })
                  .find("other images"),
              std::string::npos);
    TrainConfig wider = smallConfig(2);
    setDenseWidths(wider.model, {9});
    EXPECT_NE(messageOf(ErrorKind::Usage, [&] { Trainer(wider, smallData(), told.checkpoint()); })
                  .find("784-9-3-9-784"),
              std::string::npos);
}

} // namespace
} // namespace latentscape
