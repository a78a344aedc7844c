#include "app/cli/EvaluateCommand.h"

#include "app/cli/CommandInputs.h"
#include "app/cli/Given.h"
#include "app/cli/JsonLine.h"
#include "app/cli/LossWords.h"
#include "core/tensor/Json.h"
#include "core/tensor/Threads.h"
#include "core/train/LikelihoodEstimate.h"
#include "core/train/Metrics.h"
#include "core/train/TrainConfig.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <unistd.h>

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
    bool json = false;
};

// Of a model that learns the variance of its pixels.
std::optional<float> learnedSigma(const Checkpoint& checkpoint) {
    for (const Checkpoint::Entry& entry : checkpoint.weights) {
        if (entry.name == "decoder.log_sigma") {
            return std::exp(entry.values.at(0));
        }
    }
    return std::nullopt;
}

// The first images of a data set that is to be cut, 0: all.
std::shared_ptr<const Dataset> firstImages(std::shared_ptr<const Dataset> data, std::int64_t limit) {
    if (limit == 0 || limit >= data->count()) {
        return data;
    }
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(limit));
    std::iota(indices.begin(), indices.end(), 0u);
    return std::make_shared<const Dataset>(data->subset(indices));
}

LikelihoodEstimate estimateWithProgress(const EvaluateOptions& options, Model& model, const Dataset& data) {
    const bool shown = isatty(STDERR_FILENO) == 1;
    const LikelihoodEstimate estimate =
        estimateLikelihood(model, data, options.seed, options.nllSamples, 0, [&](std::int64_t done) {
            if (shown) {
                std::fprintf(stderr, "\r\033[Kestimating the likelihood: %lld of %lld images",
                             static_cast<long long>(done), static_cast<long long>(data.count()));
            }
            return true;
        });
    if (shown) {
        std::fputs("\r\033[K", stderr);
    }
    return estimate;
}

void evaluateCheckpoint(const EvaluateOptions& options) {
    setComputeThreads(options.threads);
    const TrainedModel trained = openModel(options.checkpoint);
    const TrainConfig run = trainConfigFromJson(trained.checkpoint.settings);
    const Binarise binarise = valueOf(kBinariseNames, options.binarise, run.binarise);
    const auto data = firstImages(openHeldOut(options.data, trained, binarise), options.limit);
    const auto [losses, klPerLatent] = evaluate(*trained.model, *data, options.seed);
    const ModelKind kind = trained.checkpoint.model.kind;
    const int active = activeLatents(klPerLatent);
    std::optional<LikelihoodEstimate> likelihood;
    if (options.nllSamples > 0) {
        likelihood = estimateWithProgress(options, *trained.model, *data);
    }
    const std::optional<float> sigma = learnedSigma(trained.checkpoint);
    if (!options.json) {
        std::printf("%s, %lld held-out images\n%s\n", describe(trained.checkpoint.model).c_str(),
                    static_cast<long long>(data->count()), lossesInWords(kind, losses).c_str());
        if (kind == ModelKind::Vae) {
            std::printf("latents in use: %d of %zu\n", active, klPerLatent.size());
        }
        if (sigma) {
            std::printf("sigma of a pixel: %.4f of white\n", double{*sigma});
        }
        if (likelihood) {
            std::printf("negative log-likelihood (%lld samples an image): %.3f nats, standard error %.3f\n",
                        static_cast<long long>(options.nllSamples), likelihood->nll,
                        likelihood->standardError);
        }
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
    if (sigma) {
        line["sigma"] = rounded(*sigma, 5);
    }
    if (likelihood) {
        line["nll_samples"] = options.nllSamples;
        line["test_nll"] = rounded(likelihood->nll, 4);
        line["test_nll_standard_error"] = rounded(likelihood->standardError, 4);
    }
    line["weights"] = weightsChecksum(trained.checkpoint);
    printJsonLine(line);
}

} // namespace

void addEvaluateCommand(CLI::App& app) {
    const auto options = std::make_shared<EvaluateOptions>();
    CLI::App* command = app.add_subcommand("evaluate", "Losses of a trained model on held-out images");
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
    command->add_flag("--json", options->json, "One JSON line on standard output");
    command->callback([options] { evaluateCheckpoint(*options); });
}

} // namespace latentscape
