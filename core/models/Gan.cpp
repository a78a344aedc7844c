#include "core/models/Gan.h"

#include "core/models/Networks.h"
#include "core/nn/Adam.h"
#include "core/nn/WeightAverage.h"
#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"

#include <cmath>
#include <limits>
#include <set>

namespace latentscape {

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

const ModelConfig& validated(const ModelConfig& config) {
    validate(config);
    return config;
}

// A loss of one logit and its derivative.
struct LogitLoss {
    double value;
    double slope;
};

double sigmoid(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

// log(1 + e^x), without overflow.
double softplus(double x) {
    return std::max(x, 0.0) + std::log1p(std::exp(-std::fabs(x)));
}

// Of a pair: half of it for each image.
LogitLoss relativisticLossOf(double logit, double other) {
    return {0.5 * softplus(other - logit), -sigmoid(other - logit)};
}

// Pulls the logit of an image towards `target`, 1 for real, less of smoothed labels, and 0 for made; or away
// from the other's.
LogitLoss discriminatorLossOf(GanLoss kind, double logit, double target, double other) {
    switch (kind) {
    case GanLoss::Relativistic: {
        const double side = target > 0 ? 1 : -1;
        const auto [value, slope] = relativisticLossOf(side * logit, side * other);
        return {value, side * slope};
    }
    case GanLoss::NonSaturating:
        return {softplus(logit) - target * logit, sigmoid(logit) - target};
    case GanLoss::LeastSquares:
        return {0.5 * (logit - target) * (logit - target), logit - target};
    case GanLoss::Hinge:
        break;
    }
    const double side = target > 0 ? 1 : -1;
    const double missing = 1 - side * logit;
    return {std::max(0.0, missing), missing > 0 ? -side : 0};
}

LogitLoss generatorLossOf(GanLoss kind, double logit, double other) {
    switch (kind) {
    case GanLoss::Relativistic: {
        const auto [half, slope] = relativisticLossOf(logit, other);
        return {2 * half, slope};
    }
    case GanLoss::Hinge:
        return {-logit, -1};
    default:
        return discriminatorLossOf(kind, logit, 1, other);
    }
}

// The mean of lossOf(logit, the other's) over the batch; its gradient goes to dLogit.
template <typename LossOf>
double meanLoss(const Tensor& logits, const Tensor& others, Tensor& dLogits, const LossOf& lossOf) {
    const auto n = static_cast<double>(logits.size());
    double sum = 0;
    for (std::int64_t i = 0; i < logits.size(); ++i) {
        const LogitLoss loss = lossOf(double{logits.data()[i]}, double{others.data()[i]});
        sum += loss.value;
        dLogits.data()[i] = static_cast<float>(loss.slope / n);
    }
    return sum / n;
}

float meanProbability(const Tensor& logits) {
    double sum = 0;
    for (const float logit : logits.values()) {
        sum += sigmoid(double{logit});
    }
    return static_cast<float>(sum / static_cast<double>(logits.size()));
}

// out = scale in + offset
void affine(const Tensor& in, float scale, float offset, Tensor& out) {
    parallelFor(in.size(), 50'000, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i < last; ++i) {
            out.data()[i] = scale * in.data()[i] + offset;
        }
    });
}

} // namespace

Gan::Gan(const ModelConfig& config, const OptimizerConfig& optimizer, std::uint64_t seed)
    : m_config(validated(config))
    , m_labels(std::make_shared<ClassLabels>(config.classes))
    , m_generator(makeDecoder(config, m_labels))
    , m_averageGenerator(makeDecoder(config, m_labels))
    , m_discriminator(makeEncoder(config, m_labels))
    , m_augmentation(config.differentiableAugment, config.image) {
    m_generator.declare({config.latent}, m_generatorParameters, decoderName(config.kind));
    m_discriminator.declare(imageShape(config), m_discriminatorParameters, encoderName(config.kind));
    Random random(seed, kInitStream);
    for (ParameterStore* store : {&m_generatorParameters, &m_discriminatorParameters}) {
        store->allocate();
        store->initialise(random);
    }
    m_generatorOptimizer = makeOptimizer(optimizer, m_generatorParameters.values().size());
    m_discriminatorOptimizer = makeOptimizer(optimizer, m_discriminatorParameters.values().size());
    if (averages()) {
        beginAverage();
    }
}

// Of the weights as they are now.
void Gan::beginAverage() {
    if (m_averageParameters.values().empty()) {
        m_averageGenerator.declare({m_config.latent}, m_averageParameters, kAverageName);
        m_averageParameters.allocate();
    }
    std::ranges::copy(m_generatorParameters.values(), m_averageParameters.mutableValues().begin());
}

void Gan::change(const ModelConfig& model, const OptimizerConfig& optimizer) {
    const bool averaged = averages();
    m_config.ganLoss = model.ganLoss;
    m_config.labelSmoothing = model.labelSmoothing;
    m_config.discriminatorSteps = model.discriminatorSteps;
    m_config.weightAverage = model.weightAverage;
    if (averages() && !averaged) {
        beginAverage();
    }
    m_config.differentiableAugment = model.differentiableAugment;
    m_augmentation.setConfig(model.differentiableAugment);
    m_steps = {}; // images that are changed for the discriminator have a place of their own there
    changeOptimizer(m_generatorOptimizer, optimizer, m_generatorParameters.values().size());
    changeOptimizer(m_discriminatorOptimizer, optimizer, m_discriminatorParameters.values().size());
}

std::vector<Trainable> Gan::trainables() {
    std::vector<Trainable> all{{m_generatorParameters, m_generatorOptimizer.get()},
                               {m_discriminatorParameters, m_discriminatorOptimizer.get()}};
    if (averages()) {
        all.push_back({m_averageParameters, nullptr});
    }
    return all;
}

Gan::Step& Gan::valuesFor(std::int64_t batch) {
    return m_steps.get(batch, [&] {
        const Shape pixels{batch, m_config.image.pixels()};
        const Shape logits{batch, 1};
        const Shape changed{m_augmentation.isOn() ? batch : 0, m_config.image.pixels()};
        return Step{.real = Tensor(pixels),
                    .z = Tensor({batch, m_config.latent}),
                    .fake = Tensor(pixels),
                    .seen = Tensor(changed),
                    .logit = Tensor(logits),
                    .other = Tensor(logits),
                    .dFake = Tensor(pixels),
                    .dLogit = Tensor(logits),
                    .dSeen = Tensor(changed),
                    .realGradients = {}};
    });
}

// As the discriminator sees them, in [-1, 1].
void Gan::prepareReal(const Tensor& images, Step& s, Random& random) {
    if (!m_augmentation.isOn()) {
        affine(images, 2.0f, -1.0f, s.real);
        return;
    }
    affine(images, 2.0f, -1.0f, s.seen);
    m_augmentation.draw(images.dim(0), random);
    m_augmentation.forward(s.seen, s.real);
}

void Gan::makeFakes(Step& s, Random& random, Mode mode) {
    random.fillNormal(s.z.values());
    m_generator.forward(s.z, s.fake, mode);
}

// Changed anew each time.
const Tensor& Gan::seenFakes(Step& s, Random& random) {
    if (!m_augmentation.isOn()) {
        return s.fake;
    }
    m_augmentation.draw(s.fake.dim(0), random);
    m_augmentation.forward(s.fake, s.seen);
    return s.seen;
}

// On the real images, then on the made ones; their gradients are added up, because a backward pass
// overwrites. A loss that compares pairs wants the made ones' logits before: a backward pass belongs to the
// forward pass before it, so these are computed twice.
double Gan::learnToTell(Step& s, Random& random, Losses& losses) {
    const Tensor& fake = seenFakes(s, random);
    const auto lossFor = [&](double target) {
        return [this, target](double logit, double other) {
            return discriminatorLossOf(m_config.ganLoss, logit, target, other);
        };
    };
    if (comparesPairs(m_config.ganLoss)) {
        m_discriminator.forward(fake, s.other, Mode::Train);
    }
    const std::span<float> gradients = m_discriminatorParameters.gradients();
    m_discriminator.forward(s.real, s.logit, Mode::Train);
    losses[2] = meanProbability(s.logit);
    double loss = meanLoss(s.logit, s.other, s.dLogit, lossFor(1.0 - double{m_config.labelSmoothing}));
    m_discriminator.backward(s.real, s.logit, s.dLogit, nullptr, WeightGradients::Write);
    s.realGradients.assign(gradients.begin(), gradients.end());
    std::ranges::copy(s.logit.values(), s.other.values().begin());

    m_discriminator.forward(fake, s.logit, Mode::Train);
    losses[3] = meanProbability(s.logit);
    loss += meanLoss(s.logit, s.other, s.dLogit, lossFor(0));
    m_discriminator.backward(fake, s.logit, s.dLogit, nullptr, WeightGradients::Write);
    parallelFor(std::ssize(gradients), 50'000, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i < last; ++i) {
            gradients[static_cast<std::size_t>(i)] += s.realGradients[static_cast<std::size_t>(i)];
        }
    });
    return loss;
}

double Gan::generatorLoss(Step& s) const {
    return meanLoss(s.logit, s.other, s.dLogit, [this](double logit, double other) {
        return generatorLossOf(m_config.ganLoss, logit, other);
    });
}

double Gan::learnToDeceive(Step& s, Random& random) {
    const Tensor& fake = seenFakes(s, random);
    if (comparesPairs(m_config.ganLoss)) {
        m_discriminator.forward(s.real, s.other, Mode::Train);
    }
    m_discriminator.forward(fake, s.logit, Mode::Train);
    const double loss = generatorLoss(s);
    Tensor& dSeen = m_augmentation.isOn() ? s.dSeen : s.dFake;
    m_discriminator.backward(fake, s.logit, s.dLogit, &dSeen, WeightGradients::Skip);
    if (m_augmentation.isOn()) {
        m_augmentation.backward(s.dSeen, s.dFake);
    }
    m_generator.backward(s.z, s.fake, s.dFake, nullptr, WeightGradients::Write);
    return loss;
}

Losses Gan::step(const Tensor& images, const StepControls& controls, Random& random, Labels labels) {
    m_labels->set(labels, images.dim(0));
    Step& s = valuesFor(images.dim(0));
    Losses losses{};
    prepareReal(images, s, random);
    makeFakes(s, random, Mode::Train);
    losses[0] = static_cast<float>(learnToTell(s, random, losses));
    if (!std::isfinite(losses[0])) {
        return losses;
    }
    const bool judgeLearns = controls.part != StepPart::Generator;
    if (judgeLearns && !m_discriminatorOptimizer->step(m_discriminatorParameters, controls.learningRate)) {
        losses[0] = kNaN;
        return losses;
    }
    if (controls.part == StepPart::Discriminator ||
        (controls.part == StepPart::All &&
         m_discriminatorOptimizer->stepCount() % m_config.discriminatorSteps != 0)) {
        losses[1] = static_cast<float>(generatorLoss(s));
        return losses;
    }
    losses[1] = static_cast<float>(learnToDeceive(s, random));
    if (!std::isfinite(losses[1]) ||
        !m_generatorOptimizer->step(m_generatorParameters, controls.learningRate)) {
        losses[0] = kNaN;
        return losses;
    }
    if (averages()) {
        averageWeights(m_generatorParameters, controls.step, m_config.weightAverage, m_averageParameters);
    }
    return losses;
}

Losses Gan::evaluate(const Tensor& images, const StepControls&, Random& random, std::span<float>,
                     Labels labels) {
    m_labels->set(labels, images.dim(0));
    Step& s = valuesFor(images.dim(0));
    Losses losses{};
    prepareReal(images, s, random);
    makeFakes(s, random, Mode::Evaluate);
    m_discriminator.forward(s.real, s.other, Mode::Evaluate);
    m_discriminator.forward(seenFakes(s, random), s.logit, Mode::Evaluate);
    losses[2] = meanProbability(s.other);
    losses[3] = meanProbability(s.logit);
    const auto lossFor = [&](const Tensor& logits, const Tensor& others, double target) {
        return meanLoss(logits, others, s.dLogit, [&](double logit, double other) {
            return discriminatorLossOf(m_config.ganLoss, logit, target, other);
        });
    };
    losses[0] = static_cast<float>(lossFor(s.other, s.logit, 1) + lossFor(s.logit, s.other, 0));
    losses[1] = static_cast<float>(generatorLoss(s));
    return losses;
}

void Gan::logWeights(const Tensor&, std::int64_t, Random&, std::span<float>, Labels) {
    throw Error(ErrorKind::Usage, "A GAN has no likelihood; only a VAE's can be estimated.");
}

Tensor Gan::decode(const Tensor& latents, Labels labels) {
    m_labels->set(labels, latents.dim(0));
    Tensor images({latents.dim(0), m_config.image.pixels()});
    shownGenerator().forward(latents, images, Mode::Evaluate);
    affine(images, 0.5f, 0.5f, images);
    return images;
}

// For each image the nearest of some random latents, made as an image of its class.
Tensor Gan::nearestOfRandom(const Tensor& images) {
    constexpr std::int64_t kCandidates = 64;
    Tensor candidates({kCandidates, m_config.latent});
    Random(0, kProjectionStream).fillNormal(candidates.values());
    const std::int64_t n = images.dim(0);
    const ClassLabels labels = *m_labels; // decoding replaces them
    std::set<std::uint16_t> classes;
    for (std::int64_t i = 0; i < n; ++i) {
        classes.insert(labels.of(i, n));
    }
    Tensor latents({n, m_config.latent});
    for (const std::uint16_t label : classes) {
        const Tensor made = decode(candidates, {&label, 1});
        for (std::int64_t i = 0; i < n; ++i) {
            if (labels.of(i, n) == label) {
                Eigen::Index nearest = 0;
                (made.matrix().rowwise() - images.matrix().row(i)).rowwise().squaredNorm().minCoeff(&nearest);
                std::ranges::copy(candidates.row(nearest), latents.row(i).begin());
            }
        }
    }
    *m_labels = labels;
    return latents;
}

// Adam on the latents alone: the squared error, and the prior that keeps a latent where the generator has
// learnt.
Encoding Gan::encode(const Tensor& images, Labels labels) {
    m_labels->set(labels, images.dim(0));
    constexpr int kSteps = 150;
    constexpr float kRate = 0.05f;
    constexpr float kPrior = 0.05f;
    const std::int64_t n = images.dim(0);
    const Tensor start = nearestOfRandom(images);
    ParameterStore latents;
    latents.declare("latents", {n, m_config.latent}, {});
    latents.allocate();
    std::ranges::copy(start.values(), latents.mutableValue(0).begin());
    Adam adam({}, latents.values().size());
    Tensor target(images.shape());
    Tensor made(images.shape());
    Tensor dMade(images.shape());
    Tensor dZ(start.shape());
    affine(images, 2.0f, -1.0f, target);
    for (int step = 0; step < kSteps; ++step) {
        const Tensor z(start.shape(), latents.value(0));
        shownGenerator().forward(z, made, Mode::Evaluate);
        dMade.matrix() = made.matrix() - target.matrix();
        shownGenerator().backward(z, made, dMade, &dZ, WeightGradients::Skip);
        const std::span<float> gradient = latents.gradient(0);
        for (std::size_t i = 0; i < gradient.size(); ++i) {
            gradient[i] = dZ.values()[i] + kPrior * z.values()[i];
        }
        if (!adam.step(latents, kRate)) {
            break; // weights so large that no latent comes nearer
        }
    }
    return {Tensor(start.shape(), latents.value(0)), Tensor()};
}

} // namespace latentscape
