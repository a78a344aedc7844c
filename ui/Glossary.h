// The field's terms in a sentence or two, with what to look for and where they come from: the one place that
// tooltips, "What's this?" and the page of terms take their words from.
#pragma once

#include <QString>

#include <vector>

namespace latentscape {

enum class Term {
    ActiveUnits,
    Augmentation,
    Batch,
    Beta,
    Bf16,
    ClipGradients,
    Conditional,
    DifferentiableAugmentation,
    DiscriminatorLoss,
    DiscriminatorScores,
    EarlyStopping,
    Elbo,
    Epoch,
    FactorVae,
    FittedLatents,
    FreeBits,
    Frechet,
    Gan,
    GeneratorLoss,
    Gflop,
    HeldOut,
    ImportanceSamples,
    Kl,
    KlWarmUp,
    LabelSmoothing,
    Latent,
    LearningRate,
    Likelihood,
    Mig,
    ModeCollapse,
    Momentum,
    Mse,
    Nats,
    NegativeLogLikelihood,
    Optimizer,
    Overfitting,
    PosteriorCollapse,
    Precision,
    Prior,
    Psnr,
    Recall,
    Reconstruction,
    Schedule,
    Seed,
    SpectralNorm,
    Ssim,
    Step,
    Traversal,
    Vae,
    WeightAverage,
    WeightDecay,
};

struct GlossaryEntry {
    Term term;
    QString name;
    QString meaning;
    QString lookFor; // may be empty
    QString source;  // a paper; may be empty
};

const std::vector<GlossaryEntry>& glossary(); // in the order of Term
const GlossaryEntry& entryOf(Term term);

// For tooltips: what it means and what to look for, as text that breaks by itself.
QString tipOf(Term term);
QString tipWithSourceOf(Term term);

} // namespace latentscape
