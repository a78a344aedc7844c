#include "app/cli/ExportCommands.h"

#include "app/cli/CommandInputs.h"
#include "app/cli/EvaluationReport.h"
#include "app/cli/ThreadsOption.h"
#include "app/cli/WorkProgress.h"
#include "core/tensor/Threads.h"
#include "core/train/Embeddings.h"
#include "core/train/LossExport.h"
#include "core/train/Metrics.h"
#include "core/train/RunReport.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace latentscape {

namespace {

struct ExportOptions {
    std::string checkpoint;
    std::string data;
    std::string out;
    std::int64_t limit = 0;
    int threads = 0;
};

CLI::App* addCommand(CLI::App& app, const char* name, const char* what, ExportOptions& options) {
    CLI::App* command = app.add_subcommand(name, what);
    command->add_option("--checkpoint", options.checkpoint, "Trained model: a checkpoint.safetensors")
        ->required();
    return command;
}

void printFiles(const std::vector<std::filesystem::path>& files) {
    for (const auto& file : files) {
        std::printf("%s\n", file.c_str());
    }
}

void embed(const ExportOptions& options) {
    setComputeThreads(options.threads);
    requireEmbeddingName(options.out);
    const TrainedModel trained = openModel(options.checkpoint);
    const auto data = openHeldOut(options.data, trained);
    const bool isGan = trained.checkpoint.model.kind == ModelKind::Gan;
    Tensor means;
    {
        WorkProgress progress(isGan ? "Searching for the latents of the images" : "Encoding the images");
        means = posteriorMeans(*trained.model, *data, options.limit, progress.watch());
    }
    printFiles(saveEmbeddings(options.out, means, *data));
}

void losses(const ExportOptions& options) {
    const Checkpoint checkpoint = loadCheckpoint(options.checkpoint);
    printFiles({saveLosses(options.out, lossesOf(options.checkpoint, checkpoint))});
}

void report(const ExportOptions& options) {
    setComputeThreads(options.threads);
    const TrainedModel trained = openModel(options.checkpoint);
    RunReport report{.losses = lossesOf(options.checkpoint, trained.checkpoint),
                     .checkpoint = std::filesystem::path(options.checkpoint).filename().string(),
                     .checksum = weightsChecksum(trained.checkpoint)};
    if (options.data.empty()) {
        complete(report, *trained.model, nullptr);
    } else {
        const LoadedData data = openData(options.data, trained, Binarise::None);
        complete(report, *trained.model, &data, {}, progressOf(data.train->name()));
    }
    writeReport(options.out, report);
    printFiles({options.out});
}

} // namespace

void addEmbedCommand(CLI::App& app) {
    const auto options = std::make_shared<ExportOptions>();
    CLI::App* command = addCommand(app, "embed",
                                   "Where a trained model puts images: the means of their encodings. A GAN "
                                   "encodes nothing, each latent is searched for, which takes long",
                                   *options);
    command
        ->add_option("--data", options->data,
                     "shapes, or a file or folder with images as train takes them; held-out ones are used")
        ->required();
    command->add_option("--limit", options->limit, "The first so many images only; 0: all")
        ->check(CLI::NonNegativeNumber);
    command
        ->add_option("--out", options->out,
                     "NAME.npy, with the labels in NAME-labels.npy; or NAME.csv: index, labels, latents")
        ->required();
    addThreadsOption(*command, options->threads);
    command->callback([options] { embed(*options); });
}

void addLossesCommand(CLI::App& app) {
    const auto options = std::make_shared<ExportOptions>();
    CLI::App* command = addCommand(app, "losses",
                                   "The learning curves of a run, as a table, as a plot or for TensorBoard. "
                                   "Each step if losses.csv lies beside the checkpoint, else thinned",
                                   *options);
    command
        ->add_option("--out", options->out,
                     "NAME.csv, NAME.png, NAME.svg or NAME.pdf; or FOLDER/ for an event file")
        ->required();
    command->callback([options] { losses(*options); });
}

void addReportCommand(CLI::App& app) {
    const auto options = std::make_shared<ExportOptions>();
    CLI::App* command = addCommand(app, "report",
                                   "A run on one page that opens in any browser: curves, samples, settings, "
                                   "layers",
                                   *options);
    command->add_option("--data", options->data,
                        "With reconstructions and figures on these images, as evaluate takes them");
    command->add_option("--out", options->out, "NAME.html")->required();
    addThreadsOption(*command, options->threads);
    command->callback([options] { report(*options); });
}

} // namespace latentscape
