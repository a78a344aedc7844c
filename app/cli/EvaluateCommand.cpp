#include "app/cli/EvaluateCommand.h"

#include "app/cli/CommandInputs.h"
#include "app/cli/EvaluationReport.h"
#include "app/cli/Given.h"
#include "app/cli/JsonLine.h"
#include "app/cli/LossWords.h"
#include "core/tensor/Json.h"
#include "core/tensor/Threads.h"
#include "core/train/Classifier.h"
#include "core/train/Metrics.h"
#include "core/train/TrainConfig.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <numeric>

namespace latentscape {

namespace {

struct EvaluateOptions {
    std::string checkpoint;
    std::string data;
    std::optional<std::string> binarise;
    std::int64_t limit = 0;
    std::int64_t nllSamples = 0;
    std::uint64_t seed = 0;
    int threads = 0;
    std::int64_t samples = 0; // 0: they are not judged
    LatentOptions latents;
    bool json = false;
};

constexpr std::int64_t kMost = 50'000; // samples: each pair's distance is computed

// The first images of a data set that is to be cut, 0: all.
std::shared_ptr<const Dataset> firstImages(std::shared_ptr<const Dataset> data, std::int64_t limit) {
    if (limit == 0 || limit >= data->count()) {
        return data;
    }
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(limit));
    std::iota(indices.begin(), indices.end(), 0u);
    return std::make_shared<const Dataset>(data->subset(indices));
}

// heldOut: as the losses are measured on; data: all there are, as they are.
EvaluationReport reportOf(const EvaluateOptions& options, const TrainedModel& trained, const Dataset& heldOut,
                          const LoadedData& data) {
    EvaluationReport report;
    reportVariance(report, trained.checkpoint);
    if (options.nllSamples > 0) {
        reportLikelihood(report, *trained.model, heldOut, options.nllSamples, options.seed);
    }
    reportReconstructions(report, *trained.model, heldOut, options.seed);
    if (options.samples > 0) {
        reportSamples(report, trained, data, options.latents, options.samples, options.seed);
    }
    return report;
}

void evaluateCheckpoint(const EvaluateOptions& options) {
    setComputeThreads(options.threads);
    const TrainedModel trained = openModel(options.checkpoint);
    validate(options.latents, trained, true);
    const TrainConfig run = trainConfigFromJson(trained.checkpoint.settings);
    const Binarise binarise = valueOf(kBinariseNames, options.binarise, run.binarise);
    const LoadedData loaded = openData(options.data, trained, Binarise::None);
    auto data = firstImages(loaded.heldOut, options.limit);
    if (binarise != Binarise::None) {
        data = heldOutBinarised(*data);
    }
    if (options.samples > 0) {
        classCount(*loaded.train); // what is impossible is said before anything is computed
    }
    const auto [losses, klPerLatent] = evaluate(*trained.model, *data, options.seed);
    const ModelKind kind = trained.checkpoint.model.kind;
    const int active = activeLatents(klPerLatent);
    const EvaluationReport report = reportOf(options, trained, *data, loaded);
    if (!options.json) {
        std::printf("%s, %lld held-out images\n%s\n", describe(trained.checkpoint.model).c_str(),
                    static_cast<long long>(data->count()), lossesInWords(kind, losses).c_str());
        if (kind == ModelKind::Vae) {
            std::printf("latents in use: %d of %zu; KL of each:", active, klPerLatent.size());
            for (const float kl : klPerLatent) {
                std::printf(" %.2f", double{kl});
            }
            std::printf("\n");
        }
        std::fputs(report.text.c_str(), stdout);
        return;
    }
    nlohmann::ordered_json line{
        {"workload", run.preset}, {"epoch", trained.checkpoint.epoch}, {"images", data->count()}};
    line.update(lossesAsJson(kind, losses));
    if (kind == ModelKind::Vae) {
        nlohmann::ordered_json perLatent = nlohmann::ordered_json::array();
        for (const float value : klPerLatent) {
            perLatent.push_back(rounded(value, 4));
        }
        line["active_latents"] = active;
        line["kl_per_latent"] = perLatent;
    }
    if (binarise != Binarise::None) {
        line["binarise"] = nameOf(kBinariseNames, binarise);
    }
    line.update(report.json);
    line["weights"] = weightsChecksum(trained.checkpoint);
    printJsonLine(line);
}

} // namespace

void addEvaluateCommand(CLI::App& app) {
    const auto options = std::make_shared<EvaluateOptions>();
    CLI::App* command = app.add_subcommand("evaluate", "How good a trained model is on held-out images");
    command->add_option("--checkpoint", options->checkpoint, "Trained model: a checkpoint.safetensors")
        ->required();
    command
        ->add_option("--data", options->data,
                     "shapes, a file or folder with IDX images, or a folder with CIFAR's files or pictures")
        ->required();
    command
        ->add_option("--binarise", options->binarise,
                     "Make pixels black or white by chance: none, static or dynamic (the same here); as in "
                     "the training if not given")
        ->check(CLI::IsMember(namesOf(kBinariseNames)));
    command->add_option("--limit", options->limit, "Use the first so many images only; 0: all")
        ->check(CLI::NonNegativeNumber);
    command
        ->add_option("--nll-samples", options->nllSamples,
                     "Estimate a VAE's negative log-likelihood with so many samples an image; 0: don't")
        ->check(CLI::Range(0, 100'000'000));
    command->add_option("--seed", options->seed, "Of the noise");
    command->add_option("--threads", options->threads, "Processor threads; 0: all")
        ->check(CLI::Range(0, kMaxComputeThreads));
    command
        ->add_option(
            "--samples", options->samples,
            "Judge so many samples, 5000 say, in the features of a classifier that is trained once for "
            "the data set, which needs labels; 0: don't")
        ->check(CLI::Range(std::int64_t{0}, kMost));
    addLatentOptions(*command, options->latents);
    command->add_flag("--json", options->json, "One JSON line on standard output");
    command->callback([options] { evaluateCheckpoint(*options); });
}

} // namespace latentscape
