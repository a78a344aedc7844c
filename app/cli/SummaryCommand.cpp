#include "app/cli/SummaryCommand.h"

#include "app/cli/DataInput.h"
#include "app/cli/Given.h"
#include "app/cli/ImageOptions.h"
#include "app/cli/JsonLine.h"
#include "app/cli/ModelOptions.h"
#include "app/cli/OptimizerOptions.h"
#include "app/cli/ThreadsOption.h"
#include "core/models/ModelSummary.h"
#include "core/train/Condition.h"
#include "core/train/EpochTime.h"
#include "core/train/StepMemory.h"
#include "core/train/UserPresets.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>

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

nlohmann::ordered_json asJson(const TrainConfig& config, const ModelSummary& summary, double seconds) {
    nlohmann::ordered_json layers = nlohmann::ordered_json::array();
    for (const ModelSummary::Layer& layer : summary.layers) {
        layers.push_back({{"network", layer.network},
                          {"layer", layer.name},
                          {"output", layer.output},
                          {"parameters", layer.parameters},
                          {"forward_flops", std::llround(layer.forwardFlops)},
                          {"backward_flops", std::llround(layer.backwardFlops)}});
    }
    return {{"workload", config.preset},
            {"batch", config.batch},
            {"layers", layers},
            {"parameters", summary.parameters},
            {"flops_a_step", std::llround(summary.flops)},
            {"bytes",
             {{"weights", summary.memory.weights},
              {"gradients", summary.memory.gradients},
              {"optimizer", summary.memory.optimizer},
              {"activations", summary.memory.activations}}},
            {"seconds_an_epoch", rounded(seconds, 2)}};
}

void printRow(const std::string& network, const std::string& layer, const std::string& output,
              std::int64_t parameters, double forward, double backward) {
    std::printf("%-14s%-26s%-12s%12lld%14.4f%14.4f\n", network.c_str(), layer.c_str(), output.c_str(),
                static_cast<long long>(parameters), forward / 1e9, backward / 1e9);
}

double megabytes(std::int64_t bytes) {
    return static_cast<double>(bytes) / 1e6;
}

void print(const TrainConfig& config, const Dataset& data, const ModelSummary& summary, double seconds) {
    std::printf("%s on %s (%lld images of %s), batch %lld\n", config.preset.c_str(), data.name().c_str(),
                static_cast<long long>(data.count()),
                toString({data.shape().height, data.shape().width, data.shape().channels}).c_str(),
                static_cast<long long>(config.batch));
    std::printf("%-14s%-26s%-12s%12s%14s%14s\n", "network", "layer", "output", "parameters", "GFLOP forward",
                "backward");
    double forward = 0;
    for (const ModelSummary::Layer& layer : summary.layers) {
        printRow(layer.network, layer.name, toString(layer.output), layer.parameters, layer.forwardFlops,
                 layer.backwardFlops);
        forward += layer.forwardFlops;
    }
    printRow("all", "", "", summary.parameters, forward, summary.flops - forward);
    const ModelSummary::Memory& memory = summary.memory;
    std::printf("Memory in MB: weights %.1f, gradients %.1f, optimizer %.1f, activations %.1f; all %.1f\n",
                megabytes(memory.weights), megabytes(memory.gradients), megabytes(memory.optimizer),
                megabytes(memory.activations), megabytes(memory.total()));
    if (seconds > 0) {
        std::printf("%.3g GFLOP a step; about %.3g s an epoch on this machine\n", summary.flops / 1e9,
                    seconds);
    } else {
        std::printf(
            "%.3g GFLOP a step, which needs more memory than this machine has; a smaller batch takes less\n",
            summary.flops / 1e9);
    }
}

void summary(const SummaryOptions& options) {
    TrainConfig config = configOf(options);
    const LoadedData loaded = loadWithBar(config.data, loadOptions(config), options.json);
    listSkipped(loaded.skipped);
    const auto data = loaded.train;
    fitModel(config, loaded);
    const ModelSummary summary = summarise(config.model, config.optimizer, config.batch, config.samples);
    const double seconds = fitsIntoMemory(config, data->count()) ? measureEpoch(config, data).value_or(0) : 0;
    if (options.json) {
        printJsonLine(asJson(config, summary, seconds));
    } else {
        print(config, *data, summary, seconds);
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
