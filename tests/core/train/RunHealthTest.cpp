// The thresholds, by series of snapshots that never were.
#include "core/train/RunHealth.h"

#include "core/train/Remedy.h"

#include <gtest/gtest.h>

namespace latentscape {

namespace {

using Kind = Finding::Kind;
using Verdict = RunHealth::Verdict;

constexpr std::int64_t kSteps = 100; // an epoch

// A run that is told epoch by epoch.
class Story {
public:
    explicit Story(const TrainConfig& config = {})
        : m_health(config)
        , m_isGan(config.model.kind == ModelKind::Gan) {}

    // Losses with a KL of `kl` nats, half of it in each of two latents of three.
    RunHealth& epoch(float train, float heldOut, float kl = 10, TrainingSigns signs = healthy()) {
        if (m_isGan) {
            return ganEpoch(1, 0.7f, 0.3f, signs);
        }
        EpochResult result = next(signs);
        result.train = {train, train - kl, kl};
        result.heldOut = {heldOut, heldOut - kl, kl};
        result.klPerLatent = {kl / 2, kl / 2, 0.001f};
        return tell(result);
    }
    RunHealth& ganEpoch(float loss, float dReal, float dFake, TrainingSigns signs = healthy()) {
        EpochResult result = next(signs);
        result.train = {loss, 1, dReal, dFake};
        return tell(result);
    }
    RunHealth& step(float loss, float gradientNorm, float beta = 1) {
        Snapshot snapshot;
        ++m_step;
        snapshot.losses.push_back({m_step, static_cast<double>(m_step) / kSteps, {loss, loss}, 1e-3f, beta});
        snapshot.losses.back().gradientNorm = gradientNorm;
        m_health.add(snapshot);
        return m_health;
    }
    RunHealth& change() {
        Snapshot snapshot;
        snapshot.changes = {{static_cast<double>(m_epoch) + 0.5, "beta 1 → 4"}};
        m_health.add(snapshot);
        return m_health;
    }
    RunHealth& diverge() {
        Snapshot snapshot;
        snapshot.state = TrainState::Diverged;
        m_health.add(snapshot);
        return m_health;
    }
    RunHealth& health() { return m_health; }

    static TrainingSigns healthy() {
        TrainingSigns signs;
        signs.updateRatio = 1e-3f;
        signs.gradientFade = 0.1f;
        signs.diversity = 0.8f;
        signs.coverage = 1;
        return signs;
    }

private:
    EpochResult next(const TrainingSigns& signs) {
        EpochResult result;
        result.epoch = ++m_epoch;
        result.step = m_step = m_epoch * kSteps;
        result.signs = signs;
        return result;
    }
    RunHealth& tell(const EpochResult& result) {
        Snapshot snapshot;
        snapshot.epochs = {result};
        m_health.add(snapshot);
        return m_health;
    }

    RunHealth m_health;
    bool m_isGan;
    std::int64_t m_epoch = 0;
    std::int64_t m_step = 0;
};

std::vector<Kind> kinds(const RunHealth& health) {
    std::vector<Kind> all;
    for (const Finding& finding : health.findings()) {
        all.push_back(finding.kind);
        EXPECT_FALSE(finding.title.empty());
        EXPECT_FALSE(finding.sentence.empty());
        EXPECT_FALSE(finding.numbers.empty());
    }
    return all;
}

std::vector<Kind> none() {
    return {};
}

std::vector<Kind> only(Kind kind) {
    return {kind};
}

TrainConfig gan(GanLoss loss = GanLoss::NonSaturating, float smoothing = 0) {
    TrainConfig config;
    config.model.kind = ModelKind::Gan;
    config.model.ganLoss = loss;
    config.model.labelSmoothing = smoothing;
    return config;
}

} // namespace

// ---- while nothing goes wrong ----

TEST(RunHealthTest, StartsWithoutAVerdict) {
    EXPECT_EQ(RunHealth().verdict(), Verdict::Starting);
    EXPECT_EQ(kinds(RunHealth()), none());
}

TEST(RunHealthTest, LearnsWhileTheHeldOutLossFalls) {
    Story story;
    for (const float loss : {150.0f, 140.0f, 139.0f}) {
        story.epoch(loss, loss + 1);
        EXPECT_EQ(story.health().verdict(), Verdict::Learning);
        EXPECT_EQ(kinds(story.health()), none());
    }
    EXPECT_EQ(story.health().latents(), 3);
    EXPECT_EQ(story.health().activeLatents(), 2);
}

TEST(RunHealthTest, LearnsSlowlyWhileTheLatentsTellNextToNothing) {
    Story story;
    EXPECT_EQ(story.epoch(150, 151, 0.3f).verdict(), Verdict::Slow);
    EXPECT_EQ(story.epoch(140, 141).verdict(), Verdict::Learning);
}

TEST(RunHealthTest, SettlesWhenNothingNoticeableHasChangedForThreeEpochs) {
    Story story;
    story.epoch(100, 101);
    story.epoch(100, 100.95f);
    EXPECT_EQ(story.epoch(100, 101.05f).verdict(), Verdict::Learning);
    EXPECT_EQ(story.epoch(100, 101).verdict(), Verdict::Settled);
    EXPECT_EQ(kinds(story.health()), none());
}

TEST(RunHealthTest, ALiveChangeBeginsAnew) {
    Story story;
    story.epoch(100, 101);
    EXPECT_EQ(story.change().verdict(), Verdict::Starting);
    EXPECT_EQ(story.epoch(120, 121).verdict(),
              Verdict::Learning); // another beta: a higher loss is no setback
}

TEST(RunHealthTest, AnEpochOfAKlWarmUpBeginsAnew) {
    RunHealth health;
    for (const float beta : {0.25f, 0.5f, 0.75f, 1.0f}) {
        EpochResult result;
        result.train = {100 - beta, 90, 10};
        result.heldOut = {101 + 10 * beta, 91, 10}; // the weight rises, not the error
        result.beta = beta;
        Snapshot snapshot;
        snapshot.epochs = {result};
        health.add(snapshot);
        EXPECT_EQ(health.verdict(), Verdict::Learning) << beta;
    }
}

TEST(RunHealthTest, AChangeWithinAnEpochComesBeforeItsResult) {
    Story story;
    for (int i = 0; i < 4; ++i) {
        story.epoch(100, 101);
    }
    EXPECT_EQ(story.health().verdict(), Verdict::Settled);
    story.change(); // at 4.5
    EXPECT_EQ(story.epoch(120, 121).verdict(), Verdict::Learning);
}

TEST(RunHealthTest, LossesMayBeNegative) {
    Story story;
    for (const float loss : {-10.0f, -20.0f, -30.0f, -40.0f, -50.0f}) {
        story.step(loss, 10);
        EXPECT_EQ(story.epoch(loss, loss).verdict(), Verdict::Learning);
        EXPECT_EQ(kinds(story.health()), none());
    }
}

TEST(RunHealthTest, WhatWasNotMeasuredIsNoTrouble) {
    Story story;
    for (int i = 0; i < 4; ++i) {
        story.epoch(100 - i, 101 - i, 10, {});
    }
    EXPECT_EQ(kinds(story.health()), none());
    Story players(gan());
    for (int i = 0; i < 4; ++i) {
        players.ganEpoch(1, 0.7f, 0.3f, {});
    }
    EXPECT_EQ(kinds(players.health()), none());
}

// ---- the troubles of a VAE ----

TEST(RunHealthTest, OverfitsWhenTheHeldOutLossRisesWhileTheTrainingLossFalls) {
    Story story;
    story.epoch(100, 101);
    story.epoch(99, 102);
    EXPECT_EQ(kinds(story.epoch(98, 103)), none());
    EXPECT_EQ(kinds(story.epoch(97, 104)), only(Kind::Overfitting));
    EXPECT_EQ(story.health().findings()[0].numbers.size(), 4U);
    EXPECT_EQ(story.health().findings()[0].numbers[0].name, "Held-out loss, epoch 1");
    EXPECT_EQ(story.health().findings()[0].numbers[0].value, "101.00 nats");
    for (int i = 0; i < 5; ++i) { // and is not called "nothing learnt" besides
        story.epoch(96 - i, 105 + i);
    }
    EXPECT_EQ(kinds(story.health()), only(Kind::Overfitting));
}

TEST(RunHealthTest, NothingIsLearntWhenFiveEpochsBroughtNothing) {
    Story story;
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(kinds(story.epoch(100, 101)), none());
    }
    EXPECT_EQ(kinds(story.epoch(100, 101)), only(Kind::NothingLearnt));
    EXPECT_EQ(story.health().findings()[0].title, "Nothing learnt for 5 epochs");
    EXPECT_EQ(kinds(story.change()), none());
}

TEST(RunHealthTest, CollapsesWhenTheLatentsTellNothingForThreeEpochs) {
    Story story;
    story.epoch(100, 101, 0.05f);
    EXPECT_EQ(kinds(story.epoch(99, 100, 0.05f)), none());
    EXPECT_EQ(kinds(story.epoch(98, 99, 0.05f)), only(Kind::PosteriorCollapse));
    EXPECT_EQ(story.health().findings()[0].numbers[0].value, "2 of 3");
}

TEST(RunHealthTest, LatentsThatAreJustComingIntoUseHaveNotCollapsed) {
    Story story;
    for (const float kl : {0.1f, 0.2f, 0.4f, 0.8f, 1.6f}) {
        EXPECT_EQ(kinds(story.epoch(100 - kl, 101 - kl, kl)), none());
    }
}

TEST(RunHealthTest, ALossThatShootsUpComesOfTooLargeARate) {
    Story story;
    story.step(500, 100);
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(kinds(story.step(600, 100)), none());
    }
    for (int i = 0; i < 4; ++i) {
        story.step(1000, 100);
    }
    EXPECT_EQ(kinds(story.health()), only(Kind::RateTooHigh));
    EXPECT_TRUE(story.health().findings()[0].spoilt);
    EXPECT_EQ(kinds(story.epoch(480, 480, 0.1f)), only(Kind::RateTooHigh)); // not more than the mean image
    EXPECT_EQ(kinds(story.epoch(200, 210, 10)), none());                    // it has recovered
}

TEST(RunHealthTest, AKlWarmUpIsNoLossThatShootsUp) {
    Story story;
    for (int i = 0; i < 100; ++i) {
        story.step(100.0f + 10.0f * static_cast<float>(i), 100, 0.01f * static_cast<float>(i));
    }
    EXPECT_EQ(kinds(story.health()), none());
}

TEST(RunHealthTest, ATrainingLossThatRisesComesOfTooLargeARate) {
    Story story;
    story.epoch(200, 200);
    story.epoch(100, 100);
    EXPECT_EQ(kinds(story.epoch(115, 110)), none());
    EXPECT_EQ(kinds(story.epoch(112, 110)), only(Kind::RateTooHigh));
    EXPECT_FALSE(story.health().findings()[0].spoilt);
    EXPECT_EQ(kinds(story.epoch(105, 105)), none()); // within a tenth of the way
}

TEST(RunHealthTest, DivergenceIsNamedByItsCause) {
    Story story;
    for (int i = 0; i < 3; ++i) {
        story.step(500, 100);
    }
    EXPECT_EQ(kinds(story.diverge()), only(Kind::RateTooHigh));
    Story steep;
    for (int i = 0; i < 30; ++i) {
        steep.step(500, 100);
    }
    steep.step(500, 1e5f);
    EXPECT_EQ(kinds(steep.health()), none()); // one step may be an accident
    EXPECT_EQ(kinds(steep.diverge()), only(Kind::ExplodingGradient));
    EXPECT_TRUE(steep.health().findings()[0].spoilt);
}

// ---- of both kinds of model ----

TEST(RunHealthTest, AGradientThatOutgrowsItsUsualSizeExplodes) {
    for (const TrainConfig& config : {TrainConfig(), gan()}) {
        Story story(config);
        for (int i = 0; i < 30; ++i) {
            story.step(500, 100);
        }
        story.step(500, 2000);
        story.step(500, 2000);
        EXPECT_EQ(kinds(story.health()), none());
        EXPECT_EQ(kinds(story.step(500, 2000)), only(Kind::ExplodingGradient));
        EXPECT_FLOAT_EQ(story.health().findings()[0].usualNorm, 100);
        for (int i = 0; i < 10; ++i) {
            story.step(500, 100);
        }
        EXPECT_EQ(kinds(story.health()), only(Kind::ExplodingGradient)); // it may come again
        story.epoch(100, 100);
        EXPECT_EQ(kinds(story.epoch(99, 99)), none()); // not in this whole epoch
    }
}

TEST(RunHealthTest, StepsOfATenthOfTheWeightsAreTooLarge) {
    TrainingSigns wild = Story::healthy();
    wild.updateRatio = 0.11f;
    Story story(gan());
    EXPECT_EQ(kinds(story.ganEpoch(1, 0.7f, 0.3f, wild)), none());
    EXPECT_EQ(kinds(story.ganEpoch(1, 0.7f, 0.3f, wild)), only(Kind::RateTooHigh));
    EXPECT_EQ(kinds(story.ganEpoch(1, 0.7f, 0.3f)), none());
}

TEST(RunHealthTest, StepsOfNextToNothingAreTooSmall) {
    TrainingSigns timid = Story::healthy();
    timid.updateRatio = 5e-5f;
    for (const TrainConfig& config : {TrainConfig(), gan()}) {
        Story story(config);
        story.epoch(100, 100, 10, timid);
        EXPECT_EQ(kinds(story.epoch(99, 99, 10, timid)), only(Kind::RateTooLow));
        EXPECT_EQ(kinds(story.epoch(98, 98)), none());
    }
    // A run that is nearly done moves no faster.
    Story done;
    done.step(500, 100);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(kinds(done.epoch(100 - i, 100 - i, 10, timid)), none());
    }
    // The latents are not in use yet because of that, and not for another reason.
    Story story;
    for (int i = 0; i < 4; ++i) {
        story.epoch(500 - i, 500 - i, 0.01f, timid);
    }
    EXPECT_EQ(kinds(story.health()), only(Kind::RateTooLow));
}

TEST(RunHealthTest, AScheduleMayLetTheRateRiseAndFall) {
    TrainingSigns timid = Story::healthy();
    timid.updateRatio = 5e-5f;
    TrainConfig config;
    config.schedule.warmupEpochs = 3;
    Story story(config);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(kinds(story.epoch(100 - i, 100 - i, 10, timid)), none());
    }
    EXPECT_EQ(kinds(story.epoch(90, 90, 10, timid)), none());
    EXPECT_EQ(kinds(story.epoch(80, 80, 10, timid)), only(Kind::RateTooLow));
}

TEST(RunHealthTest, AGradientThatArrivesNowhereVanishes) {
    TrainingSigns faded = Story::healthy();
    faded.gradientFade = 1e-6f;
    faded.weakest = "encoder.0.weight";
    for (const TrainConfig& config : {TrainConfig(), gan()}) {
        Story story(config);
        story.epoch(100, 100, 10, faded);
        EXPECT_EQ(kinds(story.epoch(99, 99, 10, faded)), only(Kind::VanishingGradient));
        EXPECT_EQ(story.health().findings()[0].numbers[0].value, "encoder.0.weight");
    }
}

// ---- the troubles of a GAN ----

TEST(RunHealthTest, ADiscriminatorThatAlwaysTellsWins) {
    Story story(gan());
    EXPECT_EQ(story.ganEpoch(1, 0.7f, 0.3f).verdict(), Verdict::Matched);
    EXPECT_EQ(kinds(story.ganEpoch(0.05f, 0.99f, 0.01f)), none());
    EXPECT_EQ(kinds(story.ganEpoch(0.05f, 0.99f, 0.01f)), only(Kind::DiscriminatorWins));
    EXPECT_EQ(kinds(story.ganEpoch(0.5f, 0.99f, 0.4f)), none());
    EXPECT_FLOAT_EQ(story.health().dReal(), 0.99f);
}

TEST(RunHealthTest, WithSmoothedLabelsASureDiscriminatorSaysLess) {
    Story story(gan(GanLoss::NonSaturating, 0.1f));
    story.ganEpoch(0.4f, 0.89f, 0.01f);
    EXPECT_EQ(kinds(story.ganEpoch(0.4f, 0.89f, 0.01f)), only(Kind::DiscriminatorWins));
}

TEST(RunHealthTest, LogitsThatAreNoProbabilitiesAreJudgedByTheirLoss) {
    for (const auto& [loss, sure, unsure] : {std::tuple{GanLoss::LeastSquares, 0.004f, 0.02f},
                                             {GanLoss::Hinge, 0.03f, 0.3f},
                                             {GanLoss::Relativistic, 0.01f, 0.1f}}) {
        Story story(gan(loss));
        story.ganEpoch(unsure, 0.73f, 0.5f);
        EXPECT_EQ(kinds(story.ganEpoch(unsure, 0.73f, 0.5f)), none());
        story.ganEpoch(sure, 0.73f, 0.5f);
        EXPECT_EQ(kinds(story.ganEpoch(sure, 0.73f, 0.5f)), only(Kind::DiscriminatorWins));
    }
}

TEST(RunHealthTest, OfPairsOnlyDifferencesCount) {
    Story story(gan(GanLoss::Relativistic));
    for (int i = 0; i < 4; ++i) { // logits far from zero
        EXPECT_EQ(kinds(story.ganEpoch(0.3f, 1, 1)), none());
    }
    for (int i = 0; i < 3; ++i) {
        story.ganEpoch(0.69f, 1, 1);
    }
    EXPECT_EQ(kinds(story.health()), only(Kind::DiscriminatorGivesUp));
}

TEST(RunHealthTest, ADiscriminatorThatCannotTellGivesUp) {
    Story story(gan());
    story.ganEpoch(1.386f, 0.5f, 0.5f);
    EXPECT_EQ(kinds(story.ganEpoch(1.386f, 0.505f, 0.5f)), none());
    EXPECT_EQ(kinds(story.ganEpoch(1.386f, 0.5f, 0.495f)), only(Kind::DiscriminatorGivesUp));
    EXPECT_EQ(kinds(story.ganEpoch(1.3f, 0.53f, 0.48f)), none());
}

// Of a GAN that is healthy otherwise: it is no accident of one epoch or two, and is over when they are gone.
void expectNamedInTheThirdEpoch(const TrainingSigns& signs, Kind kind) {
    Story story(gan());
    story.ganEpoch(1, 0.7f, 0.3f, signs);
    EXPECT_EQ(kinds(story.ganEpoch(1, 0.7f, 0.3f, signs)), none());
    EXPECT_EQ(kinds(story.ganEpoch(1, 0.7f, 0.3f, signs)), only(kind));
    EXPECT_EQ(kinds(story.ganEpoch(1, 0.7f, 0.3f)), none());
}

TEST(RunHealthTest, SamplesThatAreAllAlikeAreAModeCollapse) {
    TrainingSigns alike = Story::healthy();
    alike.diversity = 0.05f;
    expectNamedInTheThirdEpoch(alike, Kind::ModeCollapse);
}

TEST(RunHealthTest, SamplesOfFewClassesAreAModeCollapse) {
    TrainingSigns narrow = Story::healthy();
    narrow.coverage = 0.2f;
    expectNamedInTheThirdEpoch(narrow, Kind::ModeCollapse);
}

TEST(RunHealthTest, UnfinishedSamplesOfFewClassesAreNone) {
    TrainingSigns unfinished = Story::healthy();
    unfinished.coverage = 0.2f;
    unfinished.diversity = 0.3f;
    Story story(gan());
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(kinds(story.ganEpoch(1, 0.7f, 0.3f, unfinished)), none());
    }
}

TEST(RunHealthTest, ADiscriminatorThatKnowsTheTrainingImagesByHeartOverfits) {
    TrainingSigns known = Story::healthy();
    known.byHeart = 0.5f;
    expectNamedInTheThirdEpoch(known, Kind::Overfitting);
}

TEST(RunHealthTest, TheWorstComesFirst) {
    TrainingSigns bad = Story::healthy();
    bad.diversity = 0.05f;
    bad.gradientFade = 0;
    bad.updateRatio = 0.5f;
    Story story(gan());
    for (int i = 0; i < 3; ++i) {
        story.ganEpoch(0.01f, 0.99f, 0.01f, bad);
    }
    EXPECT_EQ(kinds(story.health()), (std::vector{Kind::RateTooHigh, Kind::VanishingGradient,
                                                  Kind::ModeCollapse, Kind::DiscriminatorWins}));
}

} // namespace latentscape
