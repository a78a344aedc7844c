#include "app/cli/EvaluationReport.h"

#include "app/cli/JsonLine.h"
#include "app/cli/LossWords.h"

#include <cstdarg>
#include <cstdio>
#include <unistd.h>
#include <utility>

namespace latentscape {

namespace {

[[gnu::format(printf, 2, 3)]] void addLine(EvaluationReport& report, const char* format, ...) {
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    report.text += std::string(text) + "\n";
}

nlohmann::ordered_json asJson(double frechet, const PrecisionRecall& manifold, double sure) {
    return {{"frechet", rounded(frechet, 3)},
            {"precision", rounded(manifold.precision, 4)},
            {"recall", rounded(manifold.recall, 4)},
            {"sure", rounded(sure, 4)}};
}

bool isFitted(const SampleReport& samples) {
    return samples.latents == LatentSource::Fitted;
}

nlohmann::ordered_json asJson(const SampleReport& samples) {
    const SampleQuality& quality = samples.quality;
    nlohmann::ordered_json object{{"count", quality.samples},
                                  {"from", isFitted(samples) ? "fitted" : "prior"}};
    object.update(asJson(quality.frechet, quality.manifold, quality.coverage.sure));
    object["class_shares"] = nlohmann::ordered_json::array();
    for (const double share : quality.coverage.shares) {
        object["class_shares"].push_back(rounded(share, 4));
    }
    object["held_out"] = asJson(quality.floorFrechet, quality.floorManifold, quality.floorSure);
    object["held_out"]["count"] = quality.floorImages;
    object["classifier"] = {{"accuracy", rounded(samples.accuracy, 4)}, {"weights", samples.checksum}};
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

void addLosses(EvaluationReport& report, ModelKind kind, const Evaluation& evaluation) {
    const auto& [losses, klPerLatent] = evaluation;
    report.json.update(lossesAsJson(kind, losses));
    report.text += lossesInWords(kind, losses) + "\n";
    if (kind == ModelKind::Gan) {
        return;
    }
    const int active = activeLatents(klPerLatent);
    report.json["active_latents"] = active;
    report.json["kl_per_latent"] = nlohmann::ordered_json::array();
    std::string each;
    for (const float kl : klPerLatent) {
        report.json["kl_per_latent"].push_back(rounded(kl, 4));
        char text[40];
        std::snprintf(text, sizeof text, " %.2f", double{kl});
        each += text;
    }
    addLine(report, "latents in use: %d of %zu; KL of each:", active, klPerLatent.size());
    report.text.insert(report.text.size() - 1, each); // a line of any length
}

void addVariance(EvaluationReport& report, double sigma) {
    report.json["sigma"] = rounded(sigma, 5);
    addLine(report, "sigma of a pixel: %.4f of white", sigma);
}

void addLikelihood(EvaluationReport& report, const LikelihoodEstimate& estimate, std::int64_t samples) {
    report.json["nll_samples"] = samples;
    report.json["test_nll"] = rounded(estimate.nll, 4);
    report.json["test_nll_standard_error"] = rounded(estimate.standardError, 4);
    addLine(report, "negative log-likelihood (%lld samples an image): %.3f nats, standard error %.3f",
            static_cast<long long>(samples), estimate.nll, estimate.standardError);
}

void addReconstructions(EvaluationReport& report, const ModelReport& measured, std::int64_t latents) {
    const ImageQuality& quality = *measured.reconstructions;
    report.json["reconstructed"] = measured.reconstructed;
    report.json["mse"] = rounded(quality.mse, 6);
    report.json["psnr"] = rounded(quality.psnr, 3);
    report.json["ssim"] = rounded(quality.ssim, 4);
    addLine(report, "%lld reconstructions: MSE %.5f, PSNR %.2f dB, SSIM %.4f",
            static_cast<long long>(measured.reconstructed), quality.mse, quality.psnr, quality.ssim);
    if (measured.activeUnits) {
        report.json["active_units"] = *measured.activeUnits;
        addLine(report, "active units: %d of %lld (variance of the posterior's mean above %g)",
                *measured.activeUnits, static_cast<long long>(latents), kActiveVariance);
    }
    if (measured.informationGap && measured.factorVaeScore) {
        report.json["mig"] = rounded(*measured.informationGap, 4);
        report.json["factor_vae_score"] = rounded(*measured.factorVaeScore, 4);
        addLine(report, "disentanglement: MIG %.3f, FactorVAE score %.3f", *measured.informationGap,
                *measured.factorVaeScore);
    }
}

void addSamples(EvaluationReport& report, const SampleReport& samples, const Dataset& train) {
    const SampleQuality& quality = samples.quality;
    report.json["samples"] = asJson(samples);
    addLine(report,
            "%lld samples (%s), in the features of Latentscape's own classifier of %s (%.2f %% right on the "
            "held-out images; not the Inception FID):",
            static_cast<long long>(quality.samples),
            isFitted(samples) ? "fitted latents" : "latents from the prior", train.name().c_str(),
            100 * samples.accuracy);
    addLine(report, "  Frechet distance to the training images %.2f (%lld held-out images: %.2f)",
            quality.frechet, static_cast<long long>(quality.floorImages), quality.floorFrechet);
    addLine(report, "  precision %.3f, recall %.3f (held-out images: %.3f, %.3f)", quality.manifold.precision,
            quality.manifold.recall, quality.floorManifold.precision, quality.floorManifold.recall);
    addLine(report, "  the classifier is more than %g sure of %.1f %% (held-out images: %.1f %%)",
            double{kSure}, 100 * quality.coverage.sure, 100 * quality.floorSure);
    report.text += "  classes: " + shareText(train, quality.coverage.shares) + "\n";
}

} // namespace

EvaluationReport writtenDown(const ModelReport& report, const Checkpoint& checkpoint, const Dataset& train) {
    EvaluationReport written;
    addLosses(written, report.kind, *report.evaluation);
    if (report.sigma) {
        addVariance(written, *report.sigma);
    }
    if (report.likelihood) {
        addLikelihood(written, *report.likelihood, report.nllSamples);
    }
    addReconstructions(written, report, checkpoint.model.latent);
    if (report.samples) {
        addSamples(written, *report.samples, train);
    }
    return written;
}

ReportWatch progressOf(const std::string& name) {
    const bool terminal = isatty(STDERR_FILENO) == 1;
    ReportWatch watch;
    watch.progress = [=, shown = -1, last = ReportPart::MeasuringLosses](ReportPart part,
                                                                         double share) mutable {
        const bool classifier = part == ReportPart::TrainingClassifier;
        if (!classifier && (part != ReportPart::EstimatingLikelihood || !terminal)) {
            return;
        }
        const int percent = static_cast<int>(100 * share);
        const bool begins = std::exchange(last, part) != part;
        if (!begins && (percent == shown || !terminal)) {
            return;
        }
        shown = percent;
        const std::string what =
            classifier ? "Training a classifier of " + name + ", once" : "Estimating the likelihood";
        if (terminal) {
            std::fprintf(stderr, "\r\033[K%s: %d %%%s", what.c_str(), percent, share < 1 ? "" : "\n");
        } else {
            std::fprintf(stderr, "%s\n", what.c_str());
        }
        std::fflush(stderr);
    };
    return watch;
}

} // namespace latentscape
