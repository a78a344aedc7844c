#include "app/cli/SummaryCommand.h"

#include "app/cli/DataInput.h"
#include "app/cli/Given.h"
#include "app/cli/ImageOptions.h"
#include "app/cli/JsonLine.h"
#include "app/cli/ModelOptions.h"
#include "app/cli/OptimizerOptions.h"
#include "app/cli/SummaryReport.h"
#include "app/cli/ThreadsOption.h"
#include "core/train/Condition.h"
#include "core/train/UserPresets.h"

#include <CLI/CLI.hpp>

namespace latentscape {

namespace {

struct SummaryOptions {
    std::string preset = TrainConfig().preset;
    std::string data = TrainConfig().data;
    std::optional<std::int64_t> batch;
    ModelOptions model;
    OptimizerOptions optimizer;
    int threads = 0;
    ImageOptions images;
    bool json = false;
};

TrainConfig configOf(const SummaryOptions& options) {
    TrainConfig config = openPreset(options.preset).config;
    config.data = options.data;
    take(options.batch, config.batch);
    take(options.model, config);
    take(options.optimizer, config.optimizer);
    config.threads = options.threads;
    take(options.images, config);
    validate(config);
    return config;
}

void summary(const SummaryOptions& options) {
    TrainConfig config = configOf(options);
    tellPrecision(config.model.precision);
    const LoadedData loaded = loadWithBar(config.data, loadOptions(config), options.json);
    listSkipped(loaded.skipped);
    const auto data = loaded.train;
    fitModel(config, loaded);
    const RunSummary summary = summarise(config, data);
    if (options.json) {
        printJsonLine(asJson(config, summary));
    } else {
        print(config, *data, summary);
    }
}

} // namespace

void addSummaryCommand(CLI::App& app) {
    const auto options = std::make_shared<SummaryOptions>();
    CLI::App* command = app.add_subcommand(
        "summary", "Layers, parameters, arithmetic, memory and time of a model, before it is trained");
    command->add_option("--preset", options->preset, "Model and settings, as train takes them");
    command->add_option("--data", options->data, "shapes, or a file or folder as train takes it");
    command->add_option("--batch", options->batch, "Images a step");
    addModelOptions(*command, options->model);
    addOptimizerOptions(*command, options->optimizer);
    addThreadsOption(*command, options->threads);
    addImageOptions(*command, options->images);
    command->add_flag("--json", options->json, "One JSON line on standard output");
    command->callback([options] { summary(*options); });
}

} // namespace latentscape
