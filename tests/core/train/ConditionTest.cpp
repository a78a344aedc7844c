// Conditional runs: which classes they have, what they are told, and that they go on exactly.
#include "core/train/Condition.h"

#include "core/train/GaussianMixture.h"
#include "core/train/LikelihoodEstimate.h"
#include "core/train/Metrics.h"
#include "core/train/ReconstructionErrors.h"
#include "tests/core/data/IdxFiles.h"
#include "tests/core/io/TemporaryFolder.h"
#include "tests/core/train/SmallRun.h"

#include <numeric>

namespace latentscape {
namespace {

using namespace test;
using Classes = std::vector<std::uint16_t>;

std::shared_ptr<const Dataset> labelled(const Classes& labels, std::vector<std::string> names = {}) {
    const Factors factors = labels.empty() ? Factors{} : Factors{{"label"}, labels, std::move(names)};
    return std::make_shared<const Dataset>("Mine", ImageShape{1, 2, 2},
                                           Bytes(4 * std::max<std::size_t>(labels.size(), 1)), factors);
}

ModelConfig fitted(const Classes& train, const Classes& heldOut, std::vector<std::string> names = {}) {
    TrainConfig config;
    config.conditional = true;
    fitModel(config, {labelled(train, std::move(names)), labelled(heldOut)});
    return config.model;
}

TrainConfig conditional(std::int64_t epochs) {
    TrainConfig config = smallConfig(epochs);
    config.conditional = true;
    return config;
}

TEST(ConditionTest, TheModelTakesItsClassesFromTheData) {
    EXPECT_EQ(fitted({0, 2, 1}, {1}).classes, 3);
    EXPECT_EQ(fitted({0, 2, 1}, {4}).classes, 5); // a few images need not show all
    const ModelConfig named = fitted({0, 1}, {1}, {"cat", "dog", "owl"});
    EXPECT_EQ(named.classes, 3); // of owls there is no picture
    EXPECT_EQ(named.classNames.back(), "owl");
    EXPECT_TRUE(fitted({0, 1}, {1}, {"cat"}).classNames.empty());
    EXPECT_EQ(named.image, (ImageShape{1, 2, 2}));
    expectError(ErrorKind::Usage, {"Mine", "no labels", "one subfolder a class"}, [] { fitted({}, {}); });
    expectError(ErrorKind::Usage, {"all the same label"}, [] { fitted({0, 0}, {0}); });
    TrainConfig plain;
    plain.model.classes = 7; // of other data
    fitModel(plain, {labelled({0, 1}), labelled({0})});
    EXPECT_EQ(plain.model.classes, 0);
}

TEST(ConditionTest, LabelsAreThoseThatTheModelKnows) {
    const ModelConfig model = fitted({0, 2, 1}, {1});
    const std::vector<std::uint32_t> indices{2, 0};
    EXPECT_EQ(labelsFor(model, *labelled({0, 2, 1}), indices), (Classes{1, 0}));
    EXPECT_TRUE(labelsFor(ModelConfig(), *labelled({0, 2, 1}), indices).empty());
    expectError(ErrorKind::Usage, {"Mine", "class 3", "3 classes"}, [&] {
        labelsFor(model, *labelled({0, 2, 3}), indices);
    });
    expectError(ErrorKind::Usage, {"Mine", "no labels"},
                [&] { labelsFor(model, *labelled({}), std::vector<std::uint32_t>{0}); });
}

TEST(ConditionTest, SamplesHaveClassesInTurnOrAsTheDataHave) {
    const ModelConfig model = fitted({0, 2, 1}, {1});
    EXPECT_EQ(classesInTurn(model, 5), (Classes{0, 1, 2, 0, 1}));
    EXPECT_TRUE(classesInTurn(ModelConfig(), 5).empty());
    EXPECT_EQ(classesAsIn(model, *labelled({0, 0, 0, 0, 1, 1, 2, 2}), 4), (Classes{0, 0, 1, 2}));
    EXPECT_EQ(classesAsIn(model, *labelled({0, 1}), 4), (Classes{0, 0, 1, 1}));
}

TEST(ConditionTest, ARunGoesOnExactly) {
    Trainer straight(conditional(2), smallData());
    const Told whole = runAll(straight);
    Trainer first(conditional(2), smallData(), everyStep());
    std::stop_source stop;
    const Told before = runAll(
        first,
        [&](const Snapshot& snapshot) {
            if (snapshot.step == kSteps + 1) {
                stop.request_stop();
            }
        },
        stop.get_token());
    const TemporaryFolder folder;
    saveCheckpoint(folder / "c", before.checkpoint());
    const Checkpoint from = loadCheckpoint(folder / "c");
    EXPECT_EQ(from.model.classes, 3);
    EXPECT_EQ(from.model.classNames, (std::vector<std::string>{"square", "ellipse", "heart"}));
    Trainer resumed(trainConfigFromJson(from.settings), smallData(), from);
    const Told after = runAll(resumed);
    ASSERT_EQ(after.checkpoint().weights.size(), whole.checkpoint().weights.size());
    for (std::size_t i = 0; i < whole.checkpoint().weights.size(); ++i) {
        EXPECT_EQ(after.checkpoint().weights[i].values, whole.checkpoint().weights[i].values);
    }
    EXPECT_EQ(after.epochs.back().heldOut, whole.epochs.back().heldOut);
    // The grid of samples shows each class in turn.
    EXPECT_NE(whole.last().samples->at(0).pixels, whole.last().samples->at(1).pixels);
    EXPECT_EQ(snapshotOf(whole.last().checkpoint, {.samples = 4}).samples->size(), 4U);
}

TEST(ConditionTest, EverythingThatIsMeasuredIsToldTheClasses) {
    Trainer trainer(conditional(1), smallData());
    const Checkpoint checkpoint = runAll(trainer).checkpoint();
    const auto model = makeModel(checkpoint.model, checkpoint.optimizer, 0);
    restoreModel(checkpoint, *model);
    const Dataset& data = *smallData().heldOut;
    EXPECT_TRUE(std::isfinite(evaluate(*model, data, 1).losses[0]));
    EXPECT_EQ(posteriorMeans(*model, data).dim(0), kImages);
    EXPECT_EQ(measureErrors(*model, data).errors.count(), static_cast<std::size_t>(kImages));
    EXPECT_TRUE(std::isfinite(estimateLikelihood(*model, data, 1, 3, 0).nll));
    Random random(1);
    EXPECT_EQ(fitLatents(*model, data, {.components = 2}).draw(5, random).dim(0), 5);
}

} // namespace
} // namespace latentscape
