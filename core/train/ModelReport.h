// How good a trained model is: every figure that applies to it and to the images, one after the other.
#pragma once

#include "core/data/DataSource.h"
#include "core/train/ImageQuality.h"
#include "core/train/Latents.h"
#include "core/train/LikelihoodEstimate.h"
#include "core/train/Metrics.h"
#include "core/train/SampleQuality.h"
#include "core/train/TrainConfig.h"

#include <optional>

namespace latentscape {

struct ReportOptions {
    std::int64_t images = 0;     // the first so many held-out ones; 0: all
    std::int64_t nllSamples = 0; // of z an image for an estimate of the likelihood; 0: none is made
    std::int64_t samples = 0;    // to judge in the features of the data set's own classifier; 0: none
    LatentChoice latents = {};
    std::uint64_t seed = 0;
};

struct SampleReport {
    SampleQuality quality;
    LatentSource latents = LatentSource::Prior;
    double accuracy = 0;  // of the classifier, on the held-out images
    std::string checksum; // of its weights
};

// What does not apply, was not asked for or has not been measured yet is left out.
struct ModelReport {
    ModelKind kind = ModelKind::Vae;
    std::int64_t images = 0;              // held-out ones that were measured
    std::optional<Evaluation> evaluation; // the losses, a VAE's with a KL weight of 1
    std::optional<double> sigma; // of a VAE that learns it: a pixel's standard deviation, of white = 1
    std::optional<LikelihoodEstimate> likelihood;
    std::int64_t nllSamples = 0;
    std::optional<ImageQuality> reconstructions;
    std::int64_t reconstructed = 0; // images: a GAN, which has to search for each latent, takes a few only
    std::optional<int> activeUnits; // of a VAE
    std::optional<double> informationGap; // where the images' factors are known
    std::optional<double> factorVaeScore;
    std::optional<SampleReport> samples;
};

// The parts in their order.
enum class ReportPart {
    MeasuringLosses,
    Reconstructing,
    FindingFactors,
    EstimatingLikelihood,
    FittingLatents,
    TrainingClassifier,
    JudgingSamples,
};

struct ReportWatch {
    std::stop_token stop = {};
    std::function<void(ReportPart part, double share)> progress = {}; // of the part, 0 to 1
    std::function<void(const ModelReport& report)> found = {};        // what is known after a part
};

// `model` as it was trained with `config`, on `data` as they are: binarised here if the run did so. Blocks.
// Throws Error as the parts do: (Input) for samples of images without labels, (Cancelled) when a stop was
// requested.
ModelReport reportOf(Model& model, const TrainConfig& config, const LoadedData& data,
                     const ReportOptions& options, const ReportWatch& watch = {});

} // namespace latentscape
