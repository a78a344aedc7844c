#include "core/train/RunHealth.h"

#include "core/train/Metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <utility>

namespace latentscape {

namespace {

using Kind = Finding::Kind;

// ---- what counts as trouble ----

constexpr float kNoticeable = 1e-3f; // of the loss; less is the noise of one z sample an image
constexpr int kPatience = 3;         // epochs without a noticeably better one: early stopping's usual few
constexpr int kNothing = 5;          // epochs after which waiting for more is a waste of time
constexpr int kSure = 2;             // epochs in a row that are no accident of one

// All latents together: less than a nat tells apart fewer than e images (Bowman et al. 2016, "Generating
// sentences from a continuous space", call a KL term near 0 the failure of a VAE). A KL that grows by a fifth
// an epoch is one whose latents are just coming into use.
constexpr float kLittleKl = 1;
constexpr float kGrowing = 1.2f;
constexpr std::int64_t kStepsToBegin = 100; // first a decoder learns the mean image, whatever the latents

// Of the way the training loss has come, and of the loss besides: a mean over an epoch does not wander so far
// by itself.
constexpr float kSetback = 0.1f;
constexpr float kWander = 0.01f;

// A step changes weights by about a thousandth of their size when the rate is right (Karpathy, "CS231n:
// Neural networks, part 3"). A hundred times that replaces the weights within ten steps. A fifth of it is
// what a run takes that is nearly done, but it should have come some way by then.
constexpr float kLargeUpdate = 0.1f;
constexpr std::int64_t kStepsToSettle = 30; // the first steps of a run are the largest
constexpr float kSmallUpdate = 2e-4f;
constexpr float kSomeWay = 0.25f; // of the loss it began with

// Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward networks": the gradients
// of all layers should be of about one size. A sigmoid hands on a quarter at best, so that eight take 10^-5;
// rectifiers drawn as here lose half a layer, and normalisation nothing.
constexpr float kFaded = 1e-5f;

// Goodfellow 2016, "NIPS 2016 tutorial: generative adversarial networks", section 5: a discriminator that is
// sure of all its judgements leaves the generator next to no gradient.
constexpr float kSureOfReal = 0.95f;
// Of the loss of a discriminator that can't tell, for the losses whose logits are no probabilities and whose
// slope fades later.
constexpr double kSureLoss = 0.02;
constexpr double kUnsureLoss = 0.97;   // likewise, where only differences of logits count
constexpr float kNoDifference = 0.02f; // of the two probabilities: no better than a coin

// Of the spread of real images. Unfinished samples have a quarter and more of it; a generator that makes two
// images in turn still has seven tenths, one that makes a single one next to nothing.
constexpr float kAlike = 0.1f;
// Of the classes that as many real images have; of samples that are far enough to be told apart.
constexpr float kFewClasses = 0.5f;
constexpr float kApart = 0.4f; // of the spread of real images

// Between how real a discriminator finds images it has learnt from and others (Karras et al. 2020, "Training
// generative adversarial networks with limited data", section 2: where these part, it learns by heart), by
// the same weights.
constexpr float kKnowsByHeart = 0.3f;

// ---- words ----

std::string number(double value, int decimals) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return text.data();
}

std::string shortly(double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.2g", value);
    return text.data();
}

std::string percent(double share) {
    return share < 0.01 ? shortly(100 * share) + " %" : number(100 * share, 0) + " %";
}

std::string nats(float value) {
    return number(value, 2) + " nats";
}

std::string epochName(const char* what, const EpochResult& epoch) {
    return std::string(what) + ", epoch " + std::to_string(epoch.epoch);
}

// The loss of a discriminator whose every judgement is undecided.
double undecidedLoss(GanLoss loss) {
    switch (loss) {
    case GanLoss::LeastSquares:
        return 0.25;
    case GanLoss::Hinge:
        return 2;
    case GanLoss::Relativistic:
        return std::numbers::ln2;
    case GanLoss::NonSaturating:
        break;
    }
    return 2 * std::numbers::ln2;
}

} // namespace

// ---- in the order in which it happened ----

void RunHealth::add(const Snapshot& snapshot) {
    auto change = snapshot.changes.begin();
    auto point = snapshot.losses.begin();
    const auto changesBefore = [&](double epoch) {
        for (; change != snapshot.changes.end() && change->epoch < epoch; ++change) {
            restart();
        }
    };
    const auto takePoint = [&] {
        changesBefore(point->epoch);
        take(*point++);
    };
    for (const EpochResult& epoch : snapshot.epochs) {
        while (point != snapshot.losses.end() && point->step <= epoch.step) {
            takePoint();
        }
        changesBefore(static_cast<double>(epoch.epoch));
        take(epoch);
    }
    while (point != snapshot.losses.end()) {
        takePoint();
    }
    if (change != snapshot.changes.end()) {
        restart();
    }
    m_findings.clear();
    find(snapshot.state);
}

void RunHealth::restart() {
    m_now = {};
    m_now.firstStep = m_step;
    m_verdict = Verdict::Starting;
}

void RunHealth::take(const LossPoint& point) {
    if (m_step == 0) {
        m_firstLoss = point.losses[0];
    }
    m_step = point.step;
    m_rate = point.learningRate;
    m_now.highestRate = std::max(m_now.highestRate, m_rate);
    m_now.steps.add(point, isVae());
}

void RunHealth::take(const EpochResult& epoch) {
    m_step = epoch.step;
    if (isVae() && epoch.beta != m_betaInForce) {
        const StepHealth steps = m_now.steps; // looks at the weight by itself
        restart();
        m_now.steps = steps;
        m_betaInForce = epoch.beta;
    }
    isVae() ? judgeVae(epoch) : judgeGan(epoch);
    judgeSigns(epoch);
    ++m_now.epochs;
    m_epoch = epoch;
}

// ---- epoch by epoch ----

void RunHealth::judgeVae(const EpochResult& epoch) {
    m_latents = static_cast<int>(epoch.klPerLatent.size());
    m_activeLatents = latentscape::activeLatents(epoch.klPerLatent);
    const float heldOut = epoch.heldOut[0];
    const float best = m_now.best.heldOut[0];
    const bool isFirst = m_now.epochs == 0;
    if (isFirst || heldOut < best - kNoticeable * std::abs(best)) {
        m_now.best = epoch;
        m_now.sinceBest = 0;
    } else {
        ++m_now.sinceBest;
    }

    const float train = epoch.train[0];
    if (isFirst) {
        m_now.firstTrain = m_now.leastTrain = train;
    }
    m_now.leastTrain = std::min(m_now.leastTrain, train);
    m_now.rising.add(train > m_now.leastTrain + kSetback * (m_now.firstTrain - m_now.leastTrain) +
                                 kWander * std::abs(m_now.leastTrain));

    const float kl = epoch.heldOut[2];
    m_now.collapsed.add(kl < kLittleKl && (isFirst || kl <= kGrowing * m_epoch.heldOut[2])); // also 0 after 0
    if (kl >= kLittleKl && train < m_now.steps.firstLoss()) {
        m_now.steps.recover();
    }
    const bool slow = m_latents > 0 && kl < kLittleKl;
    m_verdict = m_now.sinceBest >= kPatience ? Verdict::Settled : slow ? Verdict::Slow : Verdict::Learning;
}

void RunHealth::judgeGan(const EpochResult& epoch) {
    m_now.outplayed.add(alwaysTells(epoch));
    m_now.giving.add(cannotTell(epoch));
    m_now.alike.add(epoch.signs.diversity < kAlike);
    m_now.narrow.add(epoch.signs.coverage < kFewClasses && epoch.signs.diversity > kApart);
    m_now.learning.add(epoch.signs.byHeart > kKnowsByHeart);
    m_verdict = Verdict::Matched;
}

bool RunHealth::alwaysTells(const EpochResult& epoch) const {
    const ModelConfig& model = m_config.model;
    if (model.ganLoss == GanLoss::NonSaturating) {
        const float most = 1 - model.labelSmoothing; // that it is asked for
        return epoch.train[2] > kSureOfReal * most && epoch.train[3] < 1 - kSureOfReal;
    }
    return double{epoch.train[0]} < kSureLoss * undecidedLoss(model.ganLoss);
}

bool RunHealth::cannotTell(const EpochResult& epoch) const {
    const GanLoss loss = m_config.model.ganLoss;
    return comparesPairs(loss) ? double{epoch.train[0]} > kUnsureLoss * undecidedLoss(loss)
                               : std::abs(epoch.train[2] - epoch.train[3]) < kNoDifference;
}

void RunHealth::judgeSigns(const EpochResult& epoch) {
    const TrainingSigns& signs = epoch.signs;
    // A schedule that lets the rate rise or fall means it.
    const bool atItsHeight =
        static_cast<float>(epoch.epoch) > m_config.schedule.warmupEpochs && m_rate >= m_now.highestRate / 2;
    const bool hasComeFar = isVae() && epoch.train[0] < m_firstLoss - kSomeWay * std::abs(m_firstLoss);
    m_now.creeping.add(signs.updateRatio < kSmallUpdate && atItsHeight && !hasComeFar);
    m_now.moving.add(signs.updateRatio > kLargeUpdate);
    m_now.fading.add(signs.gradientFade < kFaded);
    if (m_now.steps.explodedAt() <= m_epoch.step) { // not in this epoch
        m_now.steps.calmDown();
    }
}

bool RunHealth::overfits() const {
    const float best = m_now.best.heldOut[0];
    const float trainAtBest = m_now.best.train[0];
    return m_now.sinceBest >= kPatience && m_epoch.heldOut[0] > best + kNoticeable * std::abs(best) &&
           m_epoch.train[0] < trainAtBest - kNoticeable * std::abs(trainAtBest);
}

// ---- what is found ----

void RunHealth::find(TrainState state) {
    findInSteps(state == TrainState::Diverged);
    if (m_now.fading.epochs >= kSure) {
        report(Kind::VanishingGradient, "The gradient vanishes",
               "On its way back through the layers it has become so small that the first ones learn nothing.")
            .numbers = {{"Least of it arrives at", m_epoch.signs.weakest},
                        {"of what the strongest layer gets", percent(m_epoch.signs.gradientFade)}};
    }
    isVae() ? findInVae() : findInGan();
    if (m_now.creeping.epochs >= kSure) {
        report(Kind::RateTooLow, "Steps are tiny",
               "A step hardly changes the weights: the learning rate is too low.")
            .numbers = {{"A step changes weights by", percent(m_epoch.signs.updateRatio)},
                        {"Usual", "about 0.1 %"}};
    }
    if (isVae() && m_now.sinceBest >= kNothing && !overfits()) {
        report(Kind::NothingLearnt, "Nothing learnt for " + std::to_string(m_now.sinceBest) + " epochs",
               "The loss on held-out images no longer falls.")
            .numbers = {{epochName("Held-out loss", m_now.best), nats(m_now.best.heldOut[0])},
                        {epochName("Held-out loss", m_epoch), nats(m_epoch.heldOut[0])}};
    }
    std::ranges::stable_sort(m_findings, {}, &Finding::kind);
}

void RunHealth::findInSteps(bool diverged) {
    const StepHealth& steps = m_now.steps;
    const Finding::Number usual{"Usual size of the gradient", shortly(steps.usualNorm())};
    if (steps.hasExploded() || (diverged && steps.isExploding())) {
        Finding& finding = report(
            Kind::ExplodingGradient, diverged ? "It diverged" : "The gradient explodes",
            diverged ? "The gradient grew beyond all bounds. The last good weights are kept."
                     : "It has become many times as large as usual: a single step may undo what was learnt.");
        finding.numbers = {usual, {"The largest since", shortly(steps.highestNorm())}};
        finding.usualNorm = steps.usualNorm();
        finding.spoilt = diverged;
        return; // whatever else steps do, they do for this reason
    }
    if (diverged || steps.hasShotUp()) {
        Finding& finding =
            report(Kind::RateTooHigh, diverged ? "It diverged" : "Steps are too large",
                   diverged ? "The loss is no longer a number: the learning rate is too high."
                            : "The loss has risen far above where it began: the learning rate is too high.");
        finding.numbers = {{"The loss began at", number(steps.firstLoss(), 1)},
                           {"It has risen to", shortly(steps.highestLoss())}};
        finding.spoilt = true;
    } else if (m_now.rising.epochs >= kSure) {
        report(Kind::RateTooHigh, "Steps are too large",
               "The training loss, which should fall, has risen: the learning rate is too high.")
            .numbers = {{"Least training loss", nats(m_now.leastTrain)},
                        {epochName("Training loss", m_epoch), nats(m_epoch.train[0])}};
    } else if (m_now.moving.epochs >= kSure && m_step - m_now.firstStep >= kStepsToSettle) {
        report(Kind::RateTooHigh, "Steps are too large",
               "A step changes the weights by so much that little of what was learnt stays: the learning "
               "rate is too "
               "high.")
            .numbers = {{"A step changes weights by", percent(m_epoch.signs.updateRatio)},
                        {"Usual", "about 0.1 %"}};
    }
}

void RunHealth::findInVae() {
    if (m_now.collapsed.epochs >= kPatience && m_step - m_now.firstStep >= kStepsToBegin &&
        m_now.creeping.epochs == 0) { // else the latents are not in use yet
        Finding& finding = report(
            Kind::PosteriorCollapse, "The latents are not in use",
            "The decoder does without them, so that every sample looks the same (posterior collapse).");
        finding.numbers = {{"KL of all latents", nats(m_epoch.heldOut[2])},
                           {"KL weight", shortly(m_epoch.beta)}};
        if (m_latents > 0) {
            finding.numbers.insert(
                finding.numbers.begin(),
                {"Latents in use", std::to_string(m_activeLatents) + " of " + std::to_string(m_latents)});
        }
    }
    if (overfits()) {
        report(Kind::Overfitting, "Learning by heart",
               "Held-out images get worse while the training images still get better (overfitting).")
            .numbers = {{epochName("Held-out loss", m_now.best), nats(m_now.best.heldOut[0])},
                        {epochName("Held-out loss", m_epoch), nats(m_epoch.heldOut[0])},
                        {epochName("Training loss", m_now.best), nats(m_now.best.train[0])},
                        {epochName("Training loss", m_epoch), nats(m_epoch.train[0])}};
    }
}

void RunHealth::findInGan() {
    const std::vector<Finding::Number> judgements{{"Real images pass for real", percent(dReal())},
                                                  {"Made images pass for real", percent(dFake())},
                                                  {"Loss of the discriminator", shortly(m_epoch.train[0])}};
    if (m_now.alike.epochs >= kPatience && m_step - m_now.firstStep >= kStepsToBegin) {
        report(Kind::ModeCollapse, "The samples are all alike",
               "Whatever the latent, the generator makes nearly the same image (mode collapse).")
            .numbers = {{"Samples differ by", percent(m_epoch.signs.diversity)},
                        {"of what real images differ by", "100 %"}};
    } else if (m_now.narrow.epochs >= kPatience && m_step - m_now.firstStep >= kStepsToBegin) {
        report(Kind::ModeCollapse, "The samples show few of the classes",
               "The generator keeps to some kinds of images and leaves others out (mode collapse).")
            .numbers = {{"Classes among 64 samples", percent(m_epoch.signs.coverage)},
                        {"of those among 64 real images", "100 %"}};
    }
    if (m_now.learning.epochs >= kPatience) {
        report(Kind::Overfitting, "The discriminator learns by heart",
               "It takes held-out images for made ones: it knows the training images instead of what makes "
               "an image real (overfitting).")
            .numbers = {
            {"Training images pass for real", percent(m_epoch.heldOut[2] + m_epoch.signs.byHeart)},
            {"Held-out images pass for real", percent(m_epoch.heldOut[2])}};
    }
    if (m_now.outplayed.epochs >= kSure) {
        report(Kind::DiscriminatorWins, "The discriminator wins",
               "It always tells real from made, so that the generator learns next to nothing from it.")
            .numbers = judgements;
    }
    if (m_now.giving.epochs >= kPatience) {
        report(Kind::DiscriminatorGivesUp, "The discriminator gives up",
               "It cannot tell real from made, so that the generator learns nothing from it.")
            .numbers = judgements;
    }
}

Finding& RunHealth::report(Kind kind, std::string title, std::string sentence) {
    Finding& finding = m_findings.emplace_back();
    finding.kind = kind;
    finding.title = std::move(title);
    finding.sentence = std::move(sentence);
    return finding;
}

const char* nameOf(Kind kind) {
    static constexpr std::array names{
        "exploding-gradient",    "learning-rate-too-high", "vanishing-gradient",     "posterior-collapse",
        "mode-collapse",         "discriminator-wins",     "discriminator-gives-up", "overfitting",
        "learning-rate-too-low", "nothing-learnt"};
    return names[static_cast<std::size_t>(kind)];
}

} // namespace latentscape
