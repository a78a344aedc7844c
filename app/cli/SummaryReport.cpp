#include "app/cli/SummaryReport.h"

#include "app/cli/JsonLine.h"
#include "core/train/EpochTime.h"
#include "core/train/StepMemory.h"

#include <cmath>
#include <cstdio>

namespace latentscape {

namespace {

void printRow(const std::string& network, const std::string& layer, const std::string& output,
              std::int64_t parameters, double forward, double backward) {
    std::printf("%-14s%-26s%-12s%12lld%14.4f%14.4f\n", network.c_str(), layer.c_str(), output.c_str(),
                static_cast<long long>(parameters), forward / 1e9, backward / 1e9);
}

double megabytes(std::int64_t bytes) {
    return static_cast<double>(bytes) / 1e6;
}

} // namespace

RunSummary summarise(const TrainConfig& config, std::shared_ptr<const Dataset> data, std::stop_token stop) {
    RunSummary summary{summarise(config.model, config.optimizer, config.batch, config.samples), std::nullopt};
    if (fitsIntoMemory(config, data->count())) {
        summary.secondsAnEpoch = measureEpoch(config, std::move(data), std::move(stop));
    }
    return summary;
}

nlohmann::ordered_json asJson(const TrainConfig& config, const RunSummary& summary) {
    nlohmann::ordered_json layers = nlohmann::ordered_json::array();
    for (const ModelSummary::Layer& layer : summary.model.layers) {
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
            {"parameters", summary.model.parameters},
            {"flops_a_step", std::llround(summary.model.flops)},
            {"bytes",
             {{"weights", summary.model.memory.weights},
              {"gradients", summary.model.memory.gradients},
              {"optimizer", summary.model.memory.optimizer},
              {"activations", summary.model.memory.activations}}},
            {"seconds_an_epoch", rounded(summary.secondsAnEpoch.value_or(0), 2)}};
}

void print(const TrainConfig& config, const Dataset& data, const RunSummary& summary) {
    std::printf("%s on %s (%lld images of %s), batch %lld\n", config.preset.c_str(), data.name().c_str(),
                static_cast<long long>(data.count()),
                toString({data.shape().height, data.shape().width, data.shape().channels}).c_str(),
                static_cast<long long>(config.batch));
    std::printf("%-14s%-26s%-12s%12s%14s%14s\n", "network", "layer", "output", "parameters", "GFLOP forward",
                "backward");
    double forward = 0;
    for (const ModelSummary::Layer& layer : summary.model.layers) {
        printRow(layer.network, layer.name, toString(layer.output), layer.parameters, layer.forwardFlops,
                 layer.backwardFlops);
        forward += layer.forwardFlops;
    }
    printRow("all", "", "", summary.model.parameters, forward, summary.model.flops - forward);
    const ModelSummary::Memory& memory = summary.model.memory;
    std::printf("Memory in MB: weights %.1f, gradients %.1f, optimizer %.1f, activations %.1f; all %.1f\n",
                megabytes(memory.weights), megabytes(memory.gradients), megabytes(memory.optimizer),
                megabytes(memory.activations), megabytes(memory.total()));
    if (summary.secondsAnEpoch) {
        std::printf("%.3g GFLOP a step; about %.3g s an epoch on this machine\n", summary.model.flops / 1e9,
                    *summary.secondsAnEpoch);
    } else {
        std::printf(
            "%.3g GFLOP a step, which needs more memory than this machine has; a smaller batch takes less\n",
            summary.model.flops / 1e9);
    }
}

} // namespace latentscape
