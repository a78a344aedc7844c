#include "core/train/Remedy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace latentscape {

namespace {

using How = Remedy::How;

std::string text(float value) {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%g", double{value});
    return buffer.data();
}

// To one significant digit.
float roundly(double value) {
    const double unit = std::pow(10, std::floor(std::log10(value)));
    return static_cast<float>(std::round(value / unit) * unit);
}

// With which optimizers that scale each weight's step by themselves usually do well: Adam's own default, and
// that of Radford et al. 2016 for GANs. 0: none is usual.
float usualRate(const TrainConfig& now) {
    if (now.optimizer.kind == OptimizerKind::Sgd) {
        return 0;
    }
    return now.model.kind == ModelKind::Gan ? 2e-4f : 1e-3f;
}

Remedy withRate(const TrainConfig& now, float rate, How how) {
    Remedy remedy{how, now, "", "--lr " + text(rate)};
    remedy.config.learningRate = rate;
    remedy.words = (how == How::Restart ? "Restart with rate " : "Set the rate to ") + text(rate);
    return remedy;
}

Remedy lowerRate(const Finding& finding, const TrainConfig& now) {
    const float usual = usualRate(now);
    const float tenth = finding.spoilt ? 10 : 3;
    const float rate = usual > 0 && now.learningRate > usual ? usual : roundly(now.learningRate / tenth);
    return withRate(now, rate, finding.spoilt ? How::Restart : How::Change);
}

Remedy higherRate(const TrainConfig& now) {
    const float usual = usualRate(now);
    const float rate = now.learningRate < usual ? usual : roundly(10 * now.learningRate);
    return withRate(now, rate, How::Change);
}

// At what the gradient usually is: half to ten times that is advised (Pascanu et al. 2013, section 3.2).
Remedy clipping(const Finding& finding, const TrainConfig& now) {
    if (now.optimizer.clipNorm > 0 || finding.usualNorm <= 0) {
        return lowerRate(finding, now);
    }
    Remedy remedy{finding.spoilt ? How::Restart : How::Change, now, "", ""};
    remedy.config.optimizer.clipNorm = roundly(finding.usualNorm);
    const std::string norm = text(remedy.config.optimizer.clipNorm);
    remedy.words = (finding.spoilt ? "Restart, clipped at " : "Clip the gradient at ") + norm;
    remedy.options = "--clip-norm " + norm;
    return remedy;
}

// Sigmoids give way to leaky rectifiers, which hand on the whole gradient or a fifth of it. Where there are
// none, normalisation keeps what comes through in size (Ioffe & Szegedy 2015; Ba et al. 2016).
NetworkConfig unsaturated(const NetworkConfig& network) {
    NetworkConfig result;
    const bool saturates = std::ranges::any_of(
        network, [](const LayerConfig& layer) { return layer.kind == "sigmoid" || layer.kind == "tanh"; });
    for (LayerConfig layer : network) {
        layer.layers = unsaturated(layer.layers);
        const bool squashes = layer.kind == "sigmoid" || layer.kind == "tanh";
        const bool activates = layer.kind == "relu" || layer.kind == "leaky_relu" ||
                               layer.kind == "softplus" || layer.kind == "silu";
        const bool isNormalised = !result.empty() && result.back().kind.ends_with("_norm");
        if (!saturates && activates && !isNormalised && !result.empty()) {
            result.push_back({"layer_norm"});
        }
        result.push_back(squashes ? LayerConfig{"leaky_relu"} : layer);
    }
    return result;
}

std::optional<Remedy> otherLayers(const TrainConfig& now) {
    Remedy remedy{How::Restart, now, "Restart with other layers", ""};
    remedy.config.model.encoder = unsaturated(now.model.encoder);
    remedy.config.model.decoder = unsaturated(now.model.decoder);
    try {
        validate(remedy.config.model);
    } catch (const std::exception&) {
        return {}; // no normalisation fits in there, or there would be too many layers
    }
    if (remedy.config.model == now.model) {
        return {};
    }
    return remedy;
}

// The weight of the KL term down to that of the bound; if it is not above, a warm-up, in which the decoder
// gets used to the latents before they cost anything (Bowman et al. 2016; Sonderby et al. 2016).
Remedy lessKl(const TrainConfig& now) {
    const auto weight = [&](float beta) {
        Remedy remedy{How::Change, now, "Set the KL weight to " + text(beta), "--beta " + text(beta)};
        remedy.config.beta = beta;
        return remedy;
    };
    if (now.beta > 1) {
        return weight(1);
    }
    if (now.schedule.klWarmupEpochs > 0) {
        return weight(roundly(now.beta / 2));
    }
    Remedy remedy{How::Restart, now, "Restart with KL warm-up", ""};
    remedy.config.schedule.klWarmupEpochs = std::max(1.0f, std::round(static_cast<float>(now.epochs) / 3));
    remedy.options = "--kl-warmup " + text(remedy.config.schedule.klWarmupEpochs);
    return remedy;
}

// A loss of pairs has no bad local minimum in which some images are never made (Sun et al. 2020, "Towards a
// better global loss landscape of GANs").
Remedy againstModeCollapse(const TrainConfig& now) {
    if (comparesPairs(now.model.ganLoss)) {
        return withRate(now, roundly(now.learningRate / 3), How::Restart);
    }
    Remedy remedy{How::Restart, now, "Restart, loss of pairs", "--gan-loss relativistic"};
    remedy.config.model.ganLoss = GanLoss::Relativistic;
    remedy.config.model.labelSmoothing = 0;
    return remedy;
}

// Fewer steps of the discriminator's own; labels that leave it less sure (Salimans et al. 2016), where the
// loss has any; images that it can't learn by heart (Zhao et al. 2020).
Remedy weakerDiscriminator(const TrainConfig& now) {
    Remedy remedy{How::Change, now, "", ""};
    ModelConfig& model = remedy.config.model;
    const bool hasLabels = model.ganLoss == GanLoss::NonSaturating || model.ganLoss == GanLoss::LeastSquares;
    if (model.discriminatorSteps > 1) {
        model.discriminatorSteps = 1;
        remedy.words = "One step for one";
        remedy.options = "--discriminator-steps 1";
    } else if (hasLabels && model.labelSmoothing == 0) {
        model.labelSmoothing = 0.1f;
        remedy.words = "Smooth the labels by 0.1";
        remedy.options = "--label-smoothing 0.1";
    } else if (model.differentiableAugment == DifferentiableAugmentConfig()) {
        model.differentiableAugment.translation = 0.125f;
        remedy.words = "Shift what it sees";
        remedy.options = "--differentiable-augmentation translation";
    } else {
        return withRate(now, roundly(now.learningRate / 3), How::Change);
    }
    return remedy;
}

Remedy strongerDiscriminator(const TrainConfig& now) {
    Remedy remedy{How::Change, now, "", ""};
    std::int64_t& steps = remedy.config.model.discriminatorSteps;
    if (steps >= 5) { // Gulrajani et al. 2017 need no more
        return withRate(now, roundly(now.learningRate / 3), How::Change);
    }
    steps = steps == 1 ? 2 : 5;
    remedy.words = "Give it " + std::to_string(steps) + " steps for one";
    remedy.options = "--discriminator-steps " + std::to_string(steps);
    return remedy;
}

// Shifted and turned, each image is another one in each epoch.
Remedy moreImages(const TrainConfig& now) {
    if (isOn(now.augment)) {
        return {How::Stop, now, "Stop here", "--patience 5"};
    }
    Remedy remedy{How::Change, now, "Shift and turn the images", "--augment shift,rotate"};
    remedy.config.augment = augmentFromText("shift,rotate");
    return remedy;
}

// A smaller rate finds what a larger one steps over. When that has been done twice there is nothing left.
Remedy refine(const TrainConfig& now) {
    const float usual = usualRate(now);
    const bool falls = now.schedule.kind != ScheduleKind::Constant;
    if (falls || now.learningRate < usual / 5 || usual == 0) {
        return {How::Stop, now, "Stop here", "--patience 5"};
    }
    return withRate(now, roundly(now.learningRate / 3), How::Change);
}

} // namespace

std::optional<Remedy> remedyFor(const Finding& finding, const TrainConfig& now) {
    switch (finding.kind) {
    case Finding::Kind::ExplodingGradient:
        return clipping(finding, now);
    case Finding::Kind::RateTooHigh:
        return lowerRate(finding, now);
    case Finding::Kind::VanishingGradient:
        return otherLayers(now);
    case Finding::Kind::PosteriorCollapse:
        return lessKl(now);
    case Finding::Kind::ModeCollapse:
        return againstModeCollapse(now);
    case Finding::Kind::DiscriminatorWins:
        return weakerDiscriminator(now);
    case Finding::Kind::DiscriminatorGivesUp:
        return strongerDiscriminator(now);
    case Finding::Kind::Overfitting:
        return moreImages(now);
    case Finding::Kind::RateTooLow:
        return higherRate(now);
    case Finding::Kind::NothingLearnt:
        break;
    }
    return refine(now);
}

} // namespace latentscape
