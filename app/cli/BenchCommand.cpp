#include "app/cli/BenchCommand.h"

#include "app/cli/DataInput.h"
#include "app/cli/JsonLine.h"
#include "app/cli/ModelOptions.h"
#include "app/cli/ProfileReport.h"
#include "app/cli/ThreadsOption.h"
#include "core/data/BatchLoader.h"
#include "core/models/Model.h"
#include "core/tensor/Error.h"
#include "core/tensor/Threads.h"
#include "core/train/UserPresets.h"

#include <algorithm>
#include <chrono>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <numeric>
#include <string>

namespace latentscape {

namespace {

constexpr int kWarmUpSteps = 20;
constexpr int kStepsBetweenLooksAtTheClock = 10;

struct BenchOptions {
    std::string data;
    std::vector<std::string> workloads{"dense-seed", "dense-400"};
    std::vector<std::string> dtypes{"f32"};
    double seconds = 5;
    int threads = 0;
    bool profile = false;
};

struct Timing {
    std::int64_t steps = 0;
    double seconds = 0; // that they took
    float loss = 0;     // of the last one

    double microseconds() const { return seconds / static_cast<double>(steps) * 1e6; } // a step
};

template <typename Step> Timing timed(const Step& step, double seconds) {
    using Clock = std::chrono::steady_clock;
    Timing result;
    const auto start = Clock::now();
    do {
        for (int i = 0; i < kStepsBetweenLooksAtTheClock; ++i) {
            result.loss = step();
        }
        result.steps += kStepsBetweenLooksAtTheClock;
        result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    } while (result.seconds < seconds);
    return result;
}

// Every batch whole, as the peer has it: so many images as make full batches.
std::shared_ptr<const Dataset> wholeBatches(const Dataset& data, std::int64_t batch) {
    if (data.count() < batch) {
        throw Error(ErrorKind::Usage, "--data: " + std::to_string(data.count()) +
                                          " images are fewer than a batch of " + std::to_string(batch));
    }
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(data.count() - data.count() % batch));
    std::iota(indices.begin(), indices.end(), 0);
    return std::make_shared<const Dataset>(data.subset(indices));
}

// Of the memory that the process had so far. Not getrusage()'s: a process inherits that from the one that
// started it.
double peakMegabytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) {
            return std::stod(line.substr(line.find(':') + 1)) * 1024 / 1e6; // it is in KiB
        }
    }
    throw Error(ErrorKind::Io, "/proc/self/status: does not tell the peak of the memory");
}

void benchWorkload(const TrainConfig& workload, const Dataset& data, const std::string& dtype,
                   const BenchOptions& options) {
    ModelConfig config = workload.model;
    config.image = data.shape();
    config.precision = dtype == "bf16" ? Precision::Bf16 : Precision::F32;
    const auto model = makeModel(config, workload.optimizer, 0);
    BatchLoader loader(wholeBatches(data, workload.batch), workload.batch, 0);
    Random noise(0, kNoiseStream);
    const StepControls controls{workload.learningRate, workload.beta};
    const auto step = [&] { return model->step(loader.next(), controls, noise)[0]; };
    for (int i = 0; i < kWarmUpSteps; ++i) {
        step();
    }
    if (options.profile) {
        for (const NamedNetwork& network : model->networks()) {
            network.layers.startProfile();
        }
    }
    const Timing timing = timed(step, options.seconds);
    if (options.profile) {
        const double peak = measurePeak(config.precision);
        std::printf("%s, %s, batch %lld, %d threads; a product of 1024 x 1024 x 1024 reaches %.0f GFLOP/s\n",
                    workload.preset.c_str(), dtype.c_str(), static_cast<long long>(workload.batch),
                    computeThreads(), peak);
        printProfile(*model, timing.steps, timing.seconds, peak);
        return;
    }
    printJsonLine(
        {{"peer", "latentscape " LATENTSCAPE_VERSION},
         {"workload", workload.preset},
         {"mode", "native"},
         {"dtype", dtype},
         {"batch", workload.batch},
         {"threads", computeThreads()},
         {"us_per_step", rounded(timing.microseconds(), 1)},
         {"images_per_s", std::llround(static_cast<double>(workload.batch) / timing.microseconds() * 1e6)},
         {"loss", rounded(timing.loss, 2)},
         {"peak_mb", rounded(peakMegabytes(), 1)}});
}

void bench(const BenchOptions& options) {
    std::vector<TrainConfig> workloads;
    for (const std::string& name : options.workloads) {
        workloads.push_back(openPreset(name).config);
    }
    setComputeThreads(options.threads);
    if (std::ranges::count(options.dtypes, "bf16") > 0) {
        tellPrecision(Precision::Bf16);
    }
    std::vector<std::string> listed;
    for (TrainConfig& workload : workloads) {
        workload.data = options.data;
        const LoadedData data = loadWithBar(options.data, loadOptions(workload), !options.profile);
        if (data.skipped != listed) { // of the workload before; it is one data set
            listSkipped(data.skipped);
            listed = data.skipped;
        }
        for (const std::string& dtype : options.dtypes) {
            benchWorkload(workload, *data.train, dtype, options);
        }
    }
}

} // namespace

void addBenchCommand(CLI::App& app) {
    const auto options = std::make_shared<BenchOptions>();
    CLI::App* command = app.add_subcommand("bench", "Time training steps");
    command
        ->add_option("--data", options->data,
                     "shapes, a file or folder with IDX images, or a folder with CIFAR's files or pictures")
        ->required();
    command->add_option("--workloads", options->workloads, "Presets, separated by commas")->delimiter(',');
    command->add_option("--dtypes", options->dtypes, "f32, bf16")
        ->delimiter(',')
        ->check(CLI::IsMember({"f32", "bf16"}));
    command->add_option("--seconds", options->seconds, "For each workload")->check(CLI::Range(0.0, 86400.0));
    addThreadsOption(*command, options->threads);
    command->add_flag("--profile", options->profile,
                      "Instead of JSON, a table: where the time of a step goes, layer by layer");
    command->callback([options] { bench(*options); });
}

} // namespace latentscape
