#include "app/cli/FindRateCommand.h"

#include "app/cli/DataInput.h"
#include "app/cli/Given.h"
#include "app/cli/ImageOptions.h"
#include "app/cli/JsonLine.h"
#include "app/cli/ModelOptions.h"
#include "app/cli/OptimizerOptions.h"
#include "app/cli/SeedOption.h"
#include "app/cli/ThreadsOption.h"
#include "core/io/PlotExport.h"
#include "core/tensor/AtomicFile.h"
#include "core/tensor/Json.h"
#include "core/train/Condition.h"
#include "core/train/LearningRateFinder.h"
#include "core/train/UserPresets.h"

#include <algorithm>
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <sstream>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

struct FindRateOptions {
    std::string preset = TrainConfig().preset;
    std::string data = TrainConfig().data;
    std::optional<std::int64_t> batch;
    ModelOptions model;
    OptimizerOptions optimizer;
    std::uint64_t seed = 0;
    int threads = 0;
    ImageOptions images;
    RateSearch search;
    fs::path out;
    bool json = false;
};

TrainConfig configOf(const FindRateOptions& options) {
    TrainConfig config = openPreset(options.preset).config;
    config.data = options.data;
    take(options.batch, config.batch);
    take(options.model, config);
    take(options.optimizer, config.optimizer);
    config.seed = options.seed;
    config.threads = options.threads;
    take(options.images, config);
    validate(config);
    return config;
}

void saveCsv(const fs::path& file, const RateCurve& curve) {
    std::ostringstream text;
    text << "rate,loss,smoothed\n";
    for (const RatePoint& point : curve.points) {
        text << point.rate << "," << point.loss << "," << point.smoothed << "\n";
    }
    const std::string csv = text.str();
    writeFileAtomically(file, std::as_bytes(std::span(csv)));
}

// What is far above the first loss is left out, so that the fall before it can be seen.
void saveCurve(const fs::path& file, const TrainConfig& config, const RateCurve& curve) {
    const double first = curve.points.front().loss;
    const double highest = first + 0.5 * std::abs(first);
    Curve raw{"", 0xb8b8b8, {}, {}, false};
    Curve smoothed{"loss", 0x1d1f21, {}, {}, false};
    const auto add = [highest](Curve& to, float rate, float loss) {
        to.x.push_back(double{rate});
        to.y.push_back(loss < highest ? double{loss} : std::nan(""));
    };
    for (const RatePoint& point : curve.points) {
        add(raw, point.rate, point.loss);
        add(smoothed, point.rate, point.smoothed);
    }
    char name[40];
    std::snprintf(name, sizeof name, "suggested %.2g", double{curve.suggestion});
    const double x = curve.suggestion;
    const double least = std::ranges::min(curve.points, {}, &RatePoint::smoothed).smoothed;
    savePlot(file, {config.preset + ", " + describe(config.model) + ": loss in nats an image",
                    "learning rate",
                    {{{raw, smoothed, {name, 0x0072b2, {x, x}, {least, first}, true}}}},
                    XAxis::Logarithmic});
}

void findRate(const FindRateOptions& options) {
    const fs::path png = fs::path(options.out).replace_extension(".png");
    if (png == options.out) {
        throw Error(ErrorKind::Usage,
                    options.out.string() +
                        ": a PNG comes beside the table by itself; name the table NAME.csv");
    }
    TrainConfig config = configOf(options);
    tellPrecision(config.model.precision);
    const LoadedData data = loadWithBar(config.data, loadOptions(config), options.json);
    listSkipped(data.skipped);
    fitModel(config, data);
    const RateCurve curve = findLearningRate(config, data.train, options.search);
    if (curve.points.empty()) {
        throw Error(ErrorKind::Diverged, "The first step is not finite already: try a lower --from.");
    }
    saveCsv(options.out, curve);
    saveCurve(png, config, curve);
    if (options.json) {
        printJsonLine({{"workload", config.preset},
                       {"optimizer", nameOf(kOptimizerNames, config.optimizer.kind)},
                       {"steps", curve.points.size()},
                       {"highest_rate", shortestDouble(curve.points.back().rate)},
                       {"suggested_rate", shortestDouble(curve.suggestion)}});
    } else {
        std::printf("Suggested: --lr %.2g (where the loss falls fastest; %zu rates tried, up to %.2g)\n"
                    "%s and %s hold the curve\n",
                    double{curve.suggestion}, curve.points.size(), double{curve.points.back().rate},
                    options.out.c_str(), png.c_str());
    }
}

} // namespace

void addFindRateCommand(CLI::App& app) {
    const auto options = std::make_shared<FindRateOptions>();
    CLI::App* command = app.add_subcommand("find-lr", "Try learning rates and suggest one");
    command->add_option("--preset", options->preset, "Model and settings to start from");
    command->add_option("--data", options->data, "shapes, or a file or folder as train takes it");
    command->add_option("--batch", options->batch, "Images a step");
    addModelOptions(*command, options->model);
    addOptimizerOptions(*command, options->optimizer);
    addSeedOption(*command, options->seed, "Of weights, order and noise");
    addThreadsOption(*command, options->threads);
    addImageOptions(*command, options->images);
    command->add_option("--from", options->search.lowest, "First learning rate to try");
    command->add_option("--to", options->search.highest, "Last learning rate to try");
    command->add_option("--steps", options->search.steps, "Learning rates to try, one a step");
    command->add_option("--out", options->out, "The curve as CSV; a PNG of the same name comes beside it")
        ->required();
    command->add_flag("--json", options->json, "One JSON line on standard output");
    command->callback([options] { findRate(*options); });
}

} // namespace latentscape
