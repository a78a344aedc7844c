#include "app/cli/TrainCommand.h"

#include "app/cli/DataInput.h"
#include "app/cli/FoldTable.h"
#include "app/cli/Given.h"
#include "app/cli/ImageOptions.h"
#include "app/cli/Interrupts.h"
#include "app/cli/ModelOptions.h"
#include "app/cli/OptimizerOptions.h"
#include "app/cli/Run.h"
#include "app/cli/ScheduleOptions.h"
#include "app/cli/SeedOption.h"
#include "app/cli/SummaryReport.h"
#include "app/cli/ThreadsOption.h"
#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"
#include "core/train/Condition.h"
#include "core/train/CrossValidation.h"
#include "core/train/UserPresets.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>
#include <span>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

struct TrainOptions {
    std::optional<std::string> preset;
    std::optional<std::string> data;
    std::optional<std::int64_t> epochs;
    std::optional<std::int64_t> batch;
    std::optional<float> learningRate;
    ModelOptions model;
    std::optional<std::uint64_t> seed;
    std::optional<int> threads;
    ImageOptions images;
    OptimizerOptions optimizer;
    ScheduleOptions schedule;
    std::optional<std::int64_t> patience;
    std::optional<float> minDelta;
    int folds = 0; // 0: one run
    fs::path out;
    bool resume = false;
    bool json = false;
};

TrainConfig newConfig(const TrainOptions& options) {
    TrainConfig config;
    take(options.preset, config.preset);
    config = openPreset(config.preset).config;
    take(options.data, config.data);
    take(options.epochs, config.epochs);
    take(options.batch, config.batch);
    take(options.learningRate, config.learningRate);
    take(options.model, config);
    take(options.seed, config.seed);
    take(options.threads, config.threads);
    take(options.images, config);
    take(options.optimizer, config.optimizer);
    take(options.schedule, config.schedule);
    take(options.patience, config.patience);
    take(options.minDelta, config.minDelta);
    return config;
}

// The run's own settings. Threads, the place of the data and what ends the run may change.
TrainConfig resumedConfig(const TrainOptions& options, const Checkpoint& from) {
    TrainConfig config = trainConfigFromJson(from.settings);
    if (options.preset) {
        requireSame("--preset", std::optional(presetName(*options.preset)), config.preset);
    }
    requireSame("--batch", options.batch, config.batch);
    requireSame("--lr", options.learningRate, config.learningRate);
    requireSame(options.model, config);
    requireSame("--seed", options.seed, config.seed);
    requireSame(options.images, config);
    requireSame(options.optimizer, config.optimizer);
    requireSame(options.schedule, config.schedule);
    take(options.data, config.data);
    take(options.epochs, config.epochs);
    take(options.patience, config.patience);
    take(options.minDelta, config.minDelta);
    take(options.threads, config.threads);
    return config;
}

// A load of many pictures takes long, so that Ctrl-C ends it too.
LoadOptions loadOptionsOf(const TrainConfig& config, const std::stop_token& stop) {
    LoadOptions options = loadOptions(config);
    options.watch.stop = stop;
    return options;
}

// Lists the pictures that were skipped, and writes them all into the folder, which is there by now.
void tellSkipped(const std::vector<std::string>& skipped, const fs::path& folder) {
    const fs::path file = folder / "skipped.txt";
    if (skipped.empty()) {
        fs::remove(file); // an earlier run's
        return;
    }
    std::string text;
    for (const std::string& picture : skipped) {
        text += picture + "\n";
    }
    writeFileAtomically(file, std::as_bytes(std::span(text)));
    listSkipped(skipped, file);
}

// Before the first step of a new run. Its time costs half a second, or five steps of a large model.
void tellSummary(const TrainOptions& options, const TrainConfig& config,
                 const std::shared_ptr<const Dataset>& images, const std::stop_token& stop) {
    if (options.json || options.resume) {
        return;
    }
    const RunSummary summary = summarise(config, images, stop);
    if (!stop.stop_requested()) { // else the time was not measured
        print(config, *images, summary);
        std::fflush(stdout);
    }
}

std::string goOnWith(const TrainOptions& options) {
    const std::string folds = options.folds ? "--folds " + std::to_string(options.folds) + " " : "";
    return "latentscape-cli train --resume " + folds + "--out " + options.out.string();
}

LoadedData load(TrainConfig& config, const std::stop_token& stop, bool json) {
    validate(config);
    tellPrecision(config.model.precision);
    LoadedData data = loadWithBar(config.data, loadOptionsOf(config, stop), json);
    fitModel(config, data);
    return data;
}

std::optional<Checkpoint> checkpointIn(const fs::path& folder) {
    return loadCheckpoint(folder / "checkpoint.safetensors");
}

// Each fold is a run in a folder of its own; those that have ended are passed over when all are resumed.
void trainFolds(const TrainOptions& options, const std::stop_token& stop) {
    const auto folderOf = [&](int fold) { return options.out / ("fold-" + std::to_string(fold)); };
    TrainConfig config =
        options.resume ? resumedConfig(options, *checkpointIn(folderOf(1))) : newConfig(options);
    const LoadedData data = load(config, stop, options.json);
    FoldTable table(options.out / "folds.csv", config);
    for (int fold = 1; fold <= options.folds; ++fold) {
        std::optional<Checkpoint> from;
        if (options.resume && fs::exists(folderOf(fold) / "checkpoint.safetensors")) {
            from = checkpointIn(folderOf(fold));
        }
        const LoadedData part = foldOf(*data.train, fold - 1, options.folds, config.seed);
        if (from && from->dataFingerprint != part.train->fingerprint()) {
            throw Error(ErrorKind::Usage, folderOf(fold).string() +
                                              " was not trained on the images of fold " +
                                              std::to_string(fold) + " of " + std::to_string(options.folds) +
                                              ". Give --folds and the data as they were.");
        }
        Run run(folderOf(fold), config, part, from, options.json, fold);
        if (fold == 1) {
            tellSkipped(data.skipped, options.out);
            tellSummary(options, config, part.train, stop);
        }
        table.add(run.train(stop, goOnWith(options)).heldOut);
    }
    table.print(options.json);
}

void train(const TrainOptions& options, Interrupts& interrupts) {
    const std::stop_token stop = interrupts.takeOver();
    if (options.folds > 0) {
        trainFolds(options, stop);
        return;
    }
    std::optional<Checkpoint> from;
    if (options.resume) {
        from = checkpointIn(options.out);
    }
    TrainConfig config = from ? resumedConfig(options, *from) : newConfig(options);
    const LoadedData data = load(config, stop, options.json);
    Run run(options.out, config, data, from, options.json);
    tellSkipped(data.skipped, options.out);
    tellSummary(options, config, data.train, stop);
    run.train(stop, goOnWith(options));
}

} // namespace

void addTrainCommand(CLI::App& app, Interrupts& interrupts) {
    const auto options = std::make_shared<TrainOptions>();
    std::string names;
    for (const Preset& preset : presets()) {
        names += (names.empty() ? "" : ", ") + preset.name;
    }
    CLI::App* command =
        app.add_subcommand("train", "Train a model; what is not given is as the preset has it");
    command->add_option("--preset", options->preset,
                        "Model and settings to start from: " + names +
                            ", one of your own by its name, or a .json file (default " +
                            TrainConfig().preset + ")");
    command->add_option("--data", options->data,
                        "shapes, a file or folder with IDX images, or a folder with CIFAR's .bin files or "
                        "with pictures, flat or one class a subfolder (default " +
                            TrainConfig().data + ")");
    command->add_option("--epochs", options->epochs, "Times to see every image");
    command->add_option("--batch", options->batch, "Images a step");
    command->add_option("--lr", options->learningRate, "Learning rate");
    addModelOptions(*command, options->model);
    addSeedOption(*command, options->seed, "Of weights, order and noise");
    addThreadsOption(*command, options->threads);
    addImageOptions(*command, options->images);
    addOptimizerOptions(*command, options->optimizer);
    addScheduleOptions(*command, options->schedule);
    command->add_option("--patience", options->patience,
                        "End after so many epochs without a better held-out loss; 0: never");
    command->add_option("--min-delta", options->minDelta, "Nats by which a better loss must be better");
    command
        ->add_option(
            "--folds", options->folds,
            "Cross-validation: cut the training images in so many parts and train as often, each time "
            "without another part, in OUT/fold-1, ...; OUT/folds.csv tells how they did")
        ->check(CLI::Range(2, kMostFolds));
    command->add_option("--out", options->out, "Folder of the run")->required();
    command->add_flag("--resume", options->resume,
                      "Go on with the run in the folder exactly where it stopped");
    command->add_flag("--json", options->json, "One JSON line an epoch on standard output");
    command->callback([options, &interrupts] { train(*options, interrupts); });
}

} // namespace latentscape
