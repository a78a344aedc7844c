#include "core/train/Remedy.h"

#include "core/train/UserPresets.h"

#include <gtest/gtest.h>

namespace latentscape {

namespace {

using Kind = Finding::Kind;
using How = Remedy::How;

constexpr std::array kKinds{Kind::ExplodingGradient, Kind::RateTooHigh,          Kind::VanishingGradient,
                            Kind::PosteriorCollapse, Kind::ModeCollapse,         Kind::DiscriminatorWins,
                            Kind::Overfitting,       Kind::DiscriminatorGivesUp, Kind::RateTooLow,
                            Kind::NothingLearnt};

Remedy remedy(Kind kind, const TrainConfig& now, float usualNorm = 0, bool spoilt = false) {
    Finding finding;
    finding.kind = kind;
    finding.spoilt = spoilt;
    finding.usualNorm = usualNorm;
    const auto found = remedyFor(finding, now);
    EXPECT_TRUE(found);
    return found.value_or(Remedy());
}

TrainConfig gan() {
    return openPreset("gan-dense").config;
}

} // namespace

TEST(RemedyTest, EachLeavesSettingsThatAreAllowedAndSaysWhatItDoes) {
    for (const Preset& preset : presets()) {
        for (const Kind kind : kKinds) {
            Finding finding;
            finding.kind = kind;
            finding.usualNorm = 20;
            const auto remedy = remedyFor(finding, preset.config);
            const bool ofGan = kind == Kind::ModeCollapse || kind == Kind::DiscriminatorWins ||
                               kind == Kind::DiscriminatorGivesUp;
            const bool ofVae = kind == Kind::PosteriorCollapse || kind == Kind::Overfitting;
            const bool isGan = preset.config.model.kind == ModelKind::Gan;
            if (!remedy || (ofGan && !isGan) || (ofVae && isGan)) {
                continue;
            }
            TrainConfig fitted = remedy->config;
            fitted.model.image = {1, 32, 32};
            EXPECT_NO_THROW(validate(fitted));
            EXPECT_NO_THROW(validate(fitted.model));
            EXPECT_FALSE(remedy->words.empty());
            EXPECT_EQ(toJson(remedy->config) == toJson(preset.config), remedy->how == How::Stop)
                << preset.name << ": " << nameOf(kind);
        }
    }
}

TEST(RemedyTest, RatesGoToTheUsualOneOrByAThird) {
    TrainConfig now;
    now.learningRate = 1;
    EXPECT_EQ(remedy(Kind::RateTooHigh, now).config.learningRate, 1e-3f);
    now.learningRate = 1e-3f;
    EXPECT_EQ(remedy(Kind::RateTooHigh, now).config.learningRate, 3e-4f);
    EXPECT_EQ(remedy(Kind::RateTooHigh, now).words, "Set the rate to 0.0003");
    EXPECT_EQ(remedy(Kind::RateTooHigh, now).options, "--lr 0.0003");
    now.learningRate = 1e-6f;
    EXPECT_EQ(remedy(Kind::RateTooLow, now).config.learningRate, 1e-3f);
    now.optimizer = customary(OptimizerKind::Sgd); // whose rate depends on the loss
    EXPECT_EQ(remedy(Kind::RateTooLow, now).config.learningRate, 1e-5f);
    TrainConfig players = gan();
    players.learningRate = 0.1f;
    EXPECT_EQ(remedy(Kind::RateTooHigh, players).config.learningRate, 2e-4f);
}

TEST(RemedyTest, SpoiltWeightsAreNotGoneOnWith) {
    EXPECT_EQ(remedy(Kind::RateTooHigh, {}, 0, false).how, How::Change);
    EXPECT_EQ(remedy(Kind::RateTooHigh, {}, 0, true).how, How::Restart);
    EXPECT_EQ(remedy(Kind::RateTooHigh, {}, 0, true).config.learningRate, 1e-4f);
    EXPECT_EQ(remedy(Kind::ExplodingGradient, {}, 20, true).how, How::Restart);
}

TEST(RemedyTest, AnExplodingGradientIsClippedAtItsUsualSizeAndThenTheRateFalls) {
    TrainConfig now;
    const Remedy first = remedy(Kind::ExplodingGradient, now, 123);
    EXPECT_EQ(first.config.optimizer.clipNorm, 100);
    EXPECT_EQ(first.options, "--clip-norm 100");
    EXPECT_EQ(remedy(Kind::ExplodingGradient, first.config, 123).config.learningRate, 3e-4f);
}

TEST(RemedyTest, SigmoidsGiveWayToRectifiersAndThoseAreNormalised) {
    TrainConfig now;
    now.model.image = {1, 28, 28};
    now.model.encoder = {{"dense", {{"units", 30}}}, {"sigmoid"}, {"dense", {{"units", 20}}}, {"tanh"}};
    const Remedy first = remedy(Kind::VanishingGradient, now);
    EXPECT_EQ(first.how, How::Restart);
    EXPECT_EQ(first.config.model.encoder[1].kind, "leaky_relu");
    EXPECT_EQ(first.config.model.encoder[3].kind, "leaky_relu");
    const Remedy second = remedy(Kind::VanishingGradient, first.config);
    EXPECT_EQ(second.config.model.encoder[1].kind, "layer_norm");
    Finding finding;
    finding.kind = Kind::VanishingGradient;
    EXPECT_FALSE(remedyFor(finding, second.config)); // nothing else is known
}

TEST(RemedyTest, ACollapsedPosteriorGetsALighterKlOrAWarmUp) {
    TrainConfig now;
    now.beta = 50;
    EXPECT_EQ(remedy(Kind::PosteriorCollapse, now).config.beta, 1);
    EXPECT_EQ(remedy(Kind::PosteriorCollapse, now).how, How::Change);
    now.beta = 1;
    now.epochs = 30;
    EXPECT_EQ(remedy(Kind::PosteriorCollapse, now).config.schedule.klWarmupEpochs, 10);
    EXPECT_EQ(remedy(Kind::PosteriorCollapse, now).how, How::Restart);
    now.schedule.klWarmupEpochs = 10;
    EXPECT_EQ(remedy(Kind::PosteriorCollapse, now).config.beta, 0.5f);
}

TEST(RemedyTest, AGansDiscriminatorIsWeakenedOrStrengthenedByOneThingAfterTheOther) {
    TrainConfig now = gan();
    now.model.discriminatorSteps = 5;
    now = remedy(Kind::DiscriminatorWins, now).config;
    EXPECT_EQ(now.model.discriminatorSteps, 1);
    now = remedy(Kind::DiscriminatorWins, now).config;
    EXPECT_EQ(now.model.labelSmoothing, 0.1f);
    now = remedy(Kind::DiscriminatorWins, now).config;
    EXPECT_EQ(now.model.differentiableAugment.translation, 0.125f);
    EXPECT_LT(remedy(Kind::DiscriminatorWins, now).config.learningRate, now.learningRate);

    EXPECT_EQ(remedy(Kind::DiscriminatorGivesUp, gan()).config.model.discriminatorSteps, 2);
    EXPECT_EQ(remedy(Kind::ModeCollapse, gan()).config.model.ganLoss, GanLoss::Relativistic);
}

TEST(RemedyTest, WhoLearnsByHeartGetsMoreImages) {
    const Remedy first = remedy(Kind::Overfitting, {});
    EXPECT_EQ(toText(first.config.augment), "shift=2,rotate=10");
    EXPECT_EQ(remedy(Kind::Overfitting, first.config).how, How::Stop);
}

TEST(RemedyTest, WhenNothingIsLearntTheRateFallsTwiceAndThenItIsOver) {
    TrainConfig now;
    for (const float rate : {3e-4f, 1e-4f}) {
        now = remedy(Kind::NothingLearnt, now).config;
        EXPECT_EQ(now.learningRate, rate);
    }
    EXPECT_EQ(remedy(Kind::NothingLearnt, now).how, How::Stop);
}

} // namespace latentscape
