// Each trouble provoked in a short run on the embedded images is named, and healthy runs raise nothing.
#include "core/train/Remedy.h"
#include "core/train/RunHealth.h"
#include "core/train/Trainer.h"
#include "core/train/UserPresets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace latentscape {

namespace {

using Kind = Finding::Kind;

TrainConfig vae(std::int64_t images, std::int64_t epochs) {
    TrainConfig config;
    setDenseWidths(config.model, {64});
    config.model.latent = 8;
    config.batch = 32;
    config.limit = images;
    config.epochs = epochs;
    config.threads = 1;
    return config;
}

TrainConfig gan(std::int64_t images, std::int64_t epochs) {
    TrainConfig config = openPreset("gan-dense").config;
    config.model.decoder = {{"dense", {{"units", 128}}}, {"leaky_relu"}, {"dense", {{"units", kLikeImage}}}};
    config.model.encoder = {{"dense", {{"units", 64}}}, {"leaky_relu"}};
    config.model.latent = 16;
    config.batch = 32;
    config.limit = images;
    config.epochs = epochs;
    config.threads = 1;
    return config;
}

// How the run did at its end, and what it was called at any time.
struct Course {
    RunHealth health;
    std::vector<Kind> named;
    bool has(Kind kind) const { return std::ranges::find(named, kind) != named.end(); }
    bool endsWith(Kind kind) const {
        return std::ranges::find(health.findings(), kind, &Finding::kind) != health.findings().end();
    }
};

Course courseOf(const TrainConfig& config, const LoadedData& data) {
    TrainerOptions options;
    options.snapshotInterval = 1e-9; // each step is judged as soon as it is taken
    options.weightsInterval = 0;
    options.samplesInterval = 0;
    Course course{RunHealth(config), {}};
    Trainer(config, data, options).run({}, [&](const Snapshot& snapshot) {
        course.health.add(snapshot);
        for (const Finding& finding : course.health.findings()) {
            if (!course.has(finding.kind)) {
                course.named.push_back(finding.kind);
            }
        }
        if (std::getenv("LATENTSCAPE_TELL_HEALTH")) {
            for (const EpochResult& e : snapshot.epochs) {
                std::printf(
                    "%3lld train %9.3f held out %9.3f %8.3f KL %7.3f | D %.3f %.3f %.3f | update %.2g fade "
                    "%.2g %s diversity %.2f coverage %.2f by heart %.2f norm %.3g |",
                    static_cast<long long>(e.epoch), e.train[0], e.heldOut[0], e.heldOut[1], e.heldOut[2],
                    e.train[0], e.train[2], e.train[3], e.signs.updateRatio, e.signs.gradientFade,
                    e.signs.weakest.c_str(), e.signs.diversity, e.signs.coverage, e.signs.byHeart,
                    snapshot.losses.back().gradientNorm);
                for (const Finding& finding : course.health.findings()) {
                    std::printf(" %s", nameOf(finding.kind));
                }
                std::printf("\n");
            }
        }
    });
    return course;
}

Course courseOf(const TrainConfig& config) {
    return courseOf(config, loadData("shapes", {.limit = config.limit}));
}

// Ten classes of 8x8 images: each a bright bar at a place of its own, with some noise.
LoadedData bars() {
    constexpr int kImages = 400;
    Random random(1);
    std::vector<float> noise(std::size_t{kImages} * 64);
    random.fillUniform(noise, 0, 40);
    std::vector<std::uint8_t> pixels;
    Factors factors{{"label"}, {}, {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}};
    for (int i = 0; i < kImages; ++i) {
        const int label = i % 10;
        factors.values.push_back(static_cast<std::uint16_t>(label));
        for (int pixel = 0; pixel < 64; ++pixel) {
            const int line = label < 8 ? pixel / 8 : pixel % 8; // eight lie, two stand
            const bool lit = line == (label < 8 ? label : 3 * (label - 7));
            pixels.push_back(
                static_cast<std::uint8_t>(noise[static_cast<std::size_t>(i * 64 + pixel)] + (lit ? 200 : 0)));
        }
    }
    const auto data = std::make_shared<const Dataset>("bars", ImageShape{1, 8, 8}, pixels, factors);
    return {data, data};
}

std::shared_ptr<const Dataset> noise(std::uint64_t seed) {
    Random random(seed);
    std::vector<float> values(std::size_t{40} * 784);
    random.fillUniform(values, 0, 256);
    return std::make_shared<const Dataset>("noise", ImageShape{1, 28, 28},
                                           std::vector<std::uint8_t>(values.begin(), values.end()));
}

std::string inWords(const std::vector<Kind>& kinds) {
    std::string words;
    for (const Kind kind : kinds) {
        words += std::string(" ") + nameOf(kind);
    }
    return words;
}

void expectNothing(const TrainConfig& config) {
    EXPECT_EQ(inWords(courseOf(config).named), "");
}
void expectNothing(const TrainConfig& config, const LoadedData& data) {
    EXPECT_EQ(inWords(courseOf(config, data).named), "");
}

} // namespace

// ---- healthy runs ----

TEST(RunHealthRunsTest, AHealthyDenseVaeRaisesNothing) {
    for (const std::uint64_t seed : {1, 2, 3}) {
        TrainConfig config = vae(1000, 12);
        config.seed = seed;
        expectNothing(config);
    }
}

TEST(RunHealthRunsTest, AHealthyVaeWithAScheduleAndAWarmUpRaisesNothing) {
    TrainConfig config = vae(1000, 12);
    config.schedule.kind = ScheduleKind::Cosine;
    config.schedule.warmupEpochs = 1;
    config.schedule.klWarmupEpochs = 4;
    expectNothing(config);
}

TEST(RunHealthRunsTest, AHealthyConvolutionalVaeRaisesNothing) {
    TrainConfig config = openPreset("conv-vae").config;
    config.model.encoder = {{"conv2d", {{"channels", 8}, {"kernel", 4}, {"stride", 4}}}, {"relu"}};
    config.model.decoder = {{"dense", {{"units", 8}, {"downscale", 4}}},
                            {"relu"},
                            {"conv_transpose2d", {{"channels", kLikeImage}, {"kernel", 4}, {"stride", 4}}}};
    config.batch = 32;
    config.limit = 1000;
    config.epochs = 10;
    config.threads = 1;
    expectNothing(config);
}

TEST(RunHealthRunsTest, AHealthyGanRaisesNothing) {
    for (const std::uint64_t seed : {1, 2}) {
        TrainConfig config = gan(1000, 15);
        config.seed = seed;
        expectNothing(config);
    }
}

TEST(RunHealthRunsTest, AHealthyGanOfTenKindsOfImagesRaisesNothing) {
    for (const std::uint64_t seed : {1, 2}) {
        TrainConfig config = gan(400, 30);
        config.learningRate = 5e-4f;
        config.seed = seed;
        expectNothing(config, bars());
    }
}

TEST(RunHealthRunsTest, HealthyDescentAndAHealthyNormalisedNetworkRaiseNothing) {
    TrainConfig descent = vae(500, 8);
    descent.optimizer = customary(OptimizerKind::Sgd);
    descent.learningRate = 1e-3f;
    expectNothing(descent);
    TrainConfig normalised = vae(500, 8);
    normalised.model.encoder = {
        {"dense", {{"units", 32}}}, {"batch_norm"}, {"relu"}, {"dropout", {{"probability", 0.2}}},
        {"dense", {{"units", 32}}}, {"relu"}};
    expectNothing(normalised);
}

// ---- the troubles of a VAE ----

TEST(RunHealthRunsTest, AHeavyKlTermCollapsesThePosterior) {
    TrainConfig config = vae(1000, 8);
    config.beta = 50;
    const Course course = courseOf(config);
    EXPECT_TRUE(course.endsWith(Kind::PosteriorCollapse));
    EXPECT_EQ(course.named, std::vector{Kind::PosteriorCollapse});
}

TEST(RunHealthRunsTest, FewImagesAndALargeNetworkAreLearntByHeart) {
    TrainConfig config = vae(60, 150);
    setDenseWidths(config.model, {256});
    config.batch = 16;
    config.learningRate = 3e-3f;
    const Course course = courseOf(config);
    EXPECT_TRUE(course.endsWith(Kind::Overfitting));
}

TEST(RunHealthRunsTest, ARateOfOneIsTooHigh) {
    TrainConfig config = vae(1000, 4);
    config.learningRate = 1;
    const Course course = courseOf(config);
    EXPECT_TRUE(course.has(Kind::RateTooHigh));
    EXPECT_EQ(course.health.findings().front().kind, Kind::RateTooHigh);
}

TEST(RunHealthRunsTest, ARateOfAMillionthOrAHundredThousandthIsTooLow) {
    for (const float rate : {1e-6f, 1e-5f}) {
        TrainConfig config = vae(500, 5);
        config.learningRate = rate;
        EXPECT_EQ(inWords(courseOf(config).named), inWords({Kind::RateTooLow}));
    }
}

TEST(RunHealthRunsTest, AfterALongTimeNothingMoreIsLearnt) {
    TrainConfig config = vae(100, 40);
    setDenseWidths(config.model, {1}); // there is little that it can learn
    config.model.latent = 1;
    config.learningRate = 3e-2f;
    EXPECT_TRUE(courseOf(config).has(Kind::NothingLearnt));
}

TEST(RunHealthRunsTest, DescentThatOvershootsIsNamed) {
    TrainConfig config = vae(500, 4);
    config.optimizer = customary(OptimizerKind::Sgd);
    config.learningRate = 0.1f; // of a loss that is summed over the pixels
    const Course course = courseOf(config);
    EXPECT_TRUE(course.has(Kind::RateTooHigh) || course.has(Kind::ExplodingGradient));
}

// A deep stack that nothing normalises, and a warm-up from steps that are small enough to steps that are not:
// what the gradient was before is its usual size.
TEST(RunHealthRunsTest, TheGradientOfADeepStackOfRectifiersExplodes) {
    for (const std::uint64_t seed : {1, 2, 3}) {
        TrainConfig config = vae(500, 6);
        config.seed = seed;
        config.model.encoder.clear();
        for (int i = 0; i < 8; ++i) {
            config.model.encoder.push_back({"dense", {{"units", 64}}});
            config.model.encoder.push_back({"relu"});
        }
        config.optimizer = customary(OptimizerKind::Sgd);
        config.learningRate = 0.1f; // of a loss that is summed over the pixels
        config.schedule.warmupEpochs = 6;
        const Course course = courseOf(config);
        EXPECT_TRUE(course.has(Kind::ExplodingGradient)) << inWords(course.named);
    }
}

TEST(RunHealthRunsTest, TheGradientOfADeepStackOfSigmoidsVanishes) {
    TrainConfig config = vae(500, 4);
    config.model.image = {1, 28, 28};
    config.model.encoder.clear();
    for (int i = 0; i < 8; ++i) {
        config.model.encoder.push_back({"dense", {{"units", 32}}});
        config.model.encoder.push_back({"sigmoid"});
    }
    const Course course = courseOf(config);
    EXPECT_TRUE(course.endsWith(Kind::VanishingGradient));
    const auto& findings = course.health.findings();
    const auto finding = std::ranges::find(findings, Kind::VanishingGradient, &Finding::kind);
    ASSERT_NE(finding, findings.end());
    // The remedy is one.
    EXPECT_FALSE(courseOf(remedyFor(*finding, config)->config).has(Kind::VanishingGradient));
}

// ---- the troubles of a GAN ----

TEST(RunHealthRunsTest, AGansRateOfATenthIsTooHigh) {
    TrainConfig config = gan(500, 4);
    config.learningRate = 0.5f;
    EXPECT_TRUE(courseOf(config).has(Kind::RateTooHigh));
}

TEST(RunHealthRunsTest, ADiscriminatorThatIsMuchStrongerWins) {
    TrainConfig config = gan(500, 10);
    config.model.decoder = {{"dense", {{"units", 2}}}, {"dense", {{"units", kLikeImage}}}};
    config.model.encoder = {{"dense", {{"units", 256}}}, {"leaky_relu"}};
    config.model.discriminatorSteps = 5;
    config.learningRate = 1e-3f;
    EXPECT_TRUE(courseOf(config).endsWith(Kind::DiscriminatorWins));
}

TEST(RunHealthRunsTest, ADiscriminatorThatSeesNextToNothingGivesUp) {
    TrainConfig config = gan(500, 10);
    config.model.encoder = {{"avg_pool", {{"kernel", 28}}}, {"dense", {{"units", 1}}}}; // the mean alone
    EXPECT_TRUE(courseOf(config).endsWith(Kind::DiscriminatorGivesUp));
}

// All that a line of latents and one layer can make lies between two kinds of images.
TEST(RunHealthRunsTest, AGeneratorThatMakesTwoOfTenKindsHasCollapsed) {
    TrainConfig config = gan(400, 30);
    config.model.latent = 1;
    config.model.decoder = {{"dense", {{"units", kLikeImage}}}};
    const Course course = courseOf(config, bars());
    EXPECT_TRUE(course.has(Kind::ModeCollapse)) << inWords(course.named);
}

// Of images of noise there is nothing to learn but the images.
TEST(RunHealthRunsTest, ADiscriminatorThatHasSeenFewImagesManyTimesKnowsThemByHeart) {
    TrainConfig config = gan(40, 60);
    config.model.encoder = {{"dense", {{"units", 256}}}, {"leaky_relu"}};
    config.batch = 20;
    config.learningRate = 1e-3f;
    EXPECT_TRUE(courseOf(config, {noise(1), noise(2)}).has(Kind::Overfitting));
}

TEST(RunHealthRunsTest, AGeneratorThatAlwaysMakesTheSameHasCollapsed) {
    TrainConfig config = gan(500, 10);
    // A single value less its mean is always zero.
    config.model.decoder = {{"dense", {{"units", 1}}}, {"layer_norm"}, {"dense", {{"units", kLikeImage}}}};
    EXPECT_TRUE(courseOf(config).endsWith(Kind::ModeCollapse));
}

} // namespace latentscape
