#include "app/cli/EvaluationReport.h"

#include "app/cli/JsonLine.h"
#include "core/train/Batches.h"
#include "core/train/Condition.h"
#include "core/train/Disentanglement.h"
#include "core/train/ImageQuality.h"
#include "core/train/LikelihoodEstimate.h"
#include "core/train/Metrics.h"
#include "core/train/SampleQuality.h"

#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <unistd.h>

namespace latentscape {

namespace {

constexpr std::int64_t kSearched = 100; // images whose latents a GAN searches for

[[gnu::format(printf, 2, 3)]] void addLine(EvaluationReport& report, const char* format, ...) {
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    report.text += std::string(text) + "\n";
}

void reportFactors(EvaluationReport& report, const Tensor& means, const Dataset& data, std::uint64_t seed) {
    const double gap = mutualInformationGap(means, data);
    const double score = factorVaeScore(means, data, seed);
    report.json["mig"] = rounded(gap, 4);
    report.json["factor_vae_score"] = rounded(score, 4);
    addLine(report, "disentanglement: MIG %.3f, FactorVAE score %.3f", gap, score);
}

// On stderr: a percentage on a terminal, else one line.
WorkWatch progressOf(const std::string& name) {
    const bool terminal = isatty(STDERR_FILENO) == 1;
    return {{}, [name, terminal, shown = -1](double share) mutable {
                const int percent = static_cast<int>(100 * share);
                if (percent == shown || (!terminal && shown >= 0)) {
                    return;
                }
                shown = percent;
                const std::string what = "Training a classifier of " + name + ", once";
                if (terminal) {
                    std::fprintf(stderr, "\r\033[K%s: %d %%%s", what.c_str(), percent, share < 1 ? "" : "\n");
                } else {
                    std::fprintf(stderr, "%s\n", what.c_str());
                }
                std::fflush(stderr);
            }};
}

nlohmann::ordered_json asJson(double frechet, const PrecisionRecall& manifold, double sure) {
    return {{"frechet", rounded(frechet, 3)},
            {"precision", rounded(manifold.precision, 4)},
            {"recall", rounded(manifold.recall, 4)},
            {"sure", rounded(sure, 4)}};
}

nlohmann::ordered_json asJson(const SampleQuality& quality, const TrainedClassifier& trained,
                              const LatentOptions& latents) {
    nlohmann::ordered_json object{{"count", quality.samples}, {"from", latents.from}};
    object.update(asJson(quality.frechet, quality.manifold, quality.coverage.sure));
    object["class_shares"] = nlohmann::ordered_json::array();
    for (const double share : quality.coverage.shares) {
        object["class_shares"].push_back(rounded(share, 4));
    }
    object["held_out"] = asJson(quality.floorFrechet, quality.floorManifold, quality.floorSure);
    object["held_out"]["count"] = quality.floorImages;
    object["classifier"] = {{"accuracy", rounded(trained.accuracy, 4)}, {"weights", trained.checksum}};
    return object;
}

std::string shareText(const Dataset& data, const std::vector<double>& shares) {
    std::string text;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const std::string name = i < data.classNames().size() ? data.classNames()[i] : std::to_string(i);
        char share[40];
        std::snprintf(share, sizeof share, " %.1f %%", 100 * shares[i]);
        text += (i == 0 ? "" : ", ") + name + share;
    }
    return text;
}

} // namespace

void reportVariance(EvaluationReport& report, const Checkpoint& checkpoint) {
    for (const Checkpoint::Entry& entry : checkpoint.weights) {
        if (entry.name == "decoder.log_sigma") {
            const double sigma = std::exp(double{entry.values.at(0)});
            report.json["sigma"] = rounded(sigma, 5);
            addLine(report, "sigma of a pixel: %.4f of white", sigma);
        }
    }
}

void reportLikelihood(EvaluationReport& report, Model& model, const Dataset& heldOut, std::int64_t samples,
                      std::uint64_t seed) {
    const bool shown = isatty(STDERR_FILENO) == 1;
    const LikelihoodEstimate estimate =
        estimateLikelihood(model, heldOut, seed, samples, 0, [&](std::int64_t done) {
            if (shown) {
                std::fprintf(stderr, "\r\033[Kestimating the likelihood: %lld of %lld images",
                             static_cast<long long>(done), static_cast<long long>(heldOut.count()));
            }
            return true;
        });
    if (shown) {
        std::fputs("\r\033[K", stderr);
    }
    report.json["nll_samples"] = samples;
    report.json["test_nll"] = rounded(estimate.nll, 4);
    report.json["test_nll_standard_error"] = rounded(estimate.standardError, 4);
    addLine(report, "negative log-likelihood (%lld samples an image): %.3f nats, standard error %.3f",
            static_cast<long long>(samples), estimate.nll, estimate.standardError);
}

void reportReconstructions(EvaluationReport& report, Model& model, const Dataset& heldOut,
                           std::uint64_t seed) {
    const bool isGan = model.config().kind == ModelKind::Gan;
    const Tensor means = posteriorMeans(model, heldOut, isGan ? kSearched : 0);
    const ImageQuality quality = reconstructionQuality(model, heldOut, means);
    report.json["reconstructed"] = means.dim(0);
    report.json["mse"] = rounded(quality.mse, 6);
    report.json["psnr"] = rounded(quality.psnr, 3);
    report.json["ssim"] = rounded(quality.ssim, 4);
    addLine(report, "%lld reconstructions: MSE %.5f, PSNR %.2f dB, SSIM %.4f",
            static_cast<long long>(means.dim(0)), quality.mse, quality.psnr, quality.ssim);
    if (isGan) {
        return;
    }
    report.json["active_units"] = activeUnits(means);
    addLine(report, "active units: %d of %lld (variance of the posterior's mean above %g)",
            activeUnits(means), static_cast<long long>(means.dim(1)), kActiveVariance);
    if (hasFactors(heldOut)) {
        reportFactors(report, means, heldOut, seed);
    }
}

void reportSamples(EvaluationReport& report, const TrainedModel& trained, const LoadedData& data,
                   const LatentOptions& latents, std::int64_t count, std::uint64_t seed) {
    const auto classifier = classifierOf(data, progressOf(data.train->name()));
    const Tensor drawn = drawLatents(latents, trained, data.train, count, seed);
    Tensor images({count, data.train->shape().pixels()});
    // As the training images have them, with which the samples are compared.
    const auto labels = classesAsIn(trained.checkpoint.model, *data.train, count);
    std::int64_t first = 0;
    forEachBatch(drawn, [&](const Tensor& batch) {
        const Tensor made = trained.model->decode(batch, partOf(labels, first, batch.dim(0)));
        std::ranges::copy(made.values(), images.row(first).begin());
        first += batch.dim(0);
    });
    const SampleQuality quality = sampleQuality(images, data, classifier->classifier, seed);
    report.json["samples"] = asJson(quality, *classifier, latents);
    addLine(report,
            "%lld samples (%s), in the features of Latentscape's own classifier of %s (%.2f %% right on the "
            "held-out images; not the Inception FID):",
            static_cast<long long>(count),
            latents.from == "fitted" ? "fitted latents" : "latents from the prior",
            data.train->name().c_str(), 100 * classifier->accuracy);
    addLine(report, "  Frechet distance to the training images %.2f (%lld held-out images: %.2f)",
            quality.frechet, static_cast<long long>(quality.floorImages), quality.floorFrechet);
    addLine(report, "  precision %.3f, recall %.3f (held-out images: %.3f, %.3f)", quality.manifold.precision,
            quality.manifold.recall, quality.floorManifold.precision, quality.floorManifold.recall);
    addLine(report, "  the classifier is more than %g sure of %.1f %% (held-out images: %.1f %%)",
            double{kSure}, 100 * quality.coverage.sure, 100 * quality.floorSure);
    report.text += "  classes: " + shareText(*data.train, quality.coverage.shares) + "\n";
}

} // namespace latentscape
