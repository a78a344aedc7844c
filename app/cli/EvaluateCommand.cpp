#include "app/cli/EvaluateCommand.h"

#include "app/cli/CommandInputs.h"
#include "app/cli/EvaluationReport.h"
#include "app/cli/Given.h"
#include "app/cli/JsonLine.h"
#include "app/cli/LatentOptions.h"
#include "app/cli/SeedOption.h"
#include "app/cli/ThreadsOption.h"
#include "core/tensor/Json.h"
#include "core/tensor/Threads.h"
#include "core/train/TrainConfig.h"

#include <CLI/CLI.hpp>
#include <cstdio>

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

void evaluateCheckpoint(const EvaluateOptions& options) {
    setComputeThreads(options.threads);
    const TrainedModel trained = openModel(options.checkpoint);
    validate(options.latents, trained, true);
    if (options.nllSamples > 0 && trained.checkpoint.model.kind == ModelKind::Gan) {
        throw Error(ErrorKind::Usage, "--nll-samples is for VAEs: a GAN has no likelihood");
    }
    TrainConfig run = trainConfigFromJson(trained.checkpoint.settings);
    run.binarise = valueOf(kBinariseNames, options.binarise, run.binarise);
    const LoadedData data = openData(options.data, trained, Binarise::None, options.json);
    const ModelReport report = reportOf(*trained.model, run, data,
                                        {.images = options.limit,
                                         .nllSamples = options.nllSamples,
                                         .samples = options.samples,
                                         .latents = choiceOf(options.latents),
                                         .seed = options.seed},
                                        progressOf(data.train->name()));
    const EvaluationReport written = writtenDown(report, trained.checkpoint, *data.train);
    if (!options.json) {
        std::printf("%s, %lld held-out images\n%s", describe(trained.checkpoint.model).c_str(),
                    static_cast<long long>(report.images), written.text.c_str());
        return;
    }
    nlohmann::ordered_json line{
        {"workload", run.preset}, {"epoch", trained.checkpoint.epoch}, {"images", report.images}};
    if (run.binarise != Binarise::None) {
        line["binarise"] = nameOf(kBinariseNames, run.binarise);
    }
    line.update(written.json);
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
    addSeedOption(*command, options->seed, "Of the noise");
    addThreadsOption(*command, options->threads);
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
