#include "app/cli/GenerateCommands.h"

#include "app/cli/ClassOption.h"
#include "app/cli/CommandInputs.h"
#include "app/cli/LatentOptions.h"
#include "app/cli/PictureOutput.h"
#include "app/cli/Remake.h"
#include "app/cli/SeedOption.h"
#include "app/cli/ThreadsOption.h"
#include "core/data/BatchLoader.h"
#include "core/io/ImageExport.h"
#include "core/tensor/Error.h"
#include "core/tensor/Threads.h"
#include "core/train/Condition.h"

#include <algorithm>
#include <CLI/CLI.hpp>
#include <cmath>
#include <numeric>
#include <optional>

namespace latentscape {

namespace {

constexpr std::int64_t kBatch = 500;    // bounds the memory of many encodings
constexpr std::int64_t kMost = 100'000; // images a command makes
constexpr std::int64_t kSteps = 9;      // of a walk, as a row
constexpr std::int64_t kFrames = 48;
constexpr std::int64_t kMostColumns = 32; // of a sheet with a column for each class

// What the three commands share.
struct PictureOptions {
    const CLI::App* command = nullptr;
    std::string checkpoint;
    PictureOutput output;
    std::string data;
    int threads = 0;
    std::int64_t count = 64;
    std::uint64_t seed = 0;
    float range = 3;
    std::optional<std::int64_t> steps;
    std::int64_t from = 0;
    std::int64_t to = 1;
    LatentOptions latents;
    ClassOption ofClass;

    std::int64_t stepsOr(std::int64_t ofSheet, std::int64_t ofAnimation) const {
        return steps.value_or(output.isAnimation() ? ofAnimation : ofSheet);
    }
};

using Command = void (*)(const PictureOptions&, Interrupts&);

CLI::App* addCommand(CLI::App& app, Interrupts& interrupts, const char* name, const char* what,
                     std::shared_ptr<PictureOptions> options, Command run) {
    CLI::App* command = app.add_subcommand(name, what);
    command->add_option("--checkpoint", options->checkpoint, "Trained model: a checkpoint.safetensors")
        ->required();
    options->command = command;
    addPictureOutput(*command, options->output);
    addThreadsOption(*command, options->threads);
    command->callback([options, run, &interrupts] {
        setComputeThreads(options->threads);
        run(*options, interrupts);
    });
    return command;
}

void addData(CLI::App* command, PictureOptions& options) {
    command
        ->add_option("--data", options.data,
                     "shapes, or a file or folder with images as train takes them; held-out ones are used")
        ->required();
}

void addCount(CLI::App* command, PictureOptions& options) {
    command->add_option("--count", options.count, "Images")->check(CLI::Range(std::int64_t{1}, kMost));
}

void addSteps(CLI::App* command, PictureOptions& options) {
    command
        ->add_option("--steps", options.steps,
                     "Images on the way (default " + std::to_string(kSteps) + ", of an animation " +
                         std::to_string(kFrames) + ")")
        ->check(CLI::Range(2, 10'000));
}

void addSeed(CLI::App* command, PictureOptions& options) {
    addSeedOption(*command, options.seed, "Of the random latents");
}

// Of a sheet that is about as wide as it is high.
int squareColumns(std::int64_t count) {
    return static_cast<int>(std::ceil(std::sqrt(static_cast<double>(count))));
}

// The posterior's means: [indices.size(), latent].
Tensor encode(Model& model, const Dataset& data, std::span<const std::uint32_t> indices) {
    Tensor means({static_cast<std::int64_t>(indices.size()), model.config().latent});
    for (std::size_t first = 0; first < indices.size(); first += kBatch) {
        const auto part = indices.subspan(first, std::min<std::size_t>(kBatch, indices.size() - first));
        const Encoding encoding = model.encode(gather(data, part), labelsFor(model.config(), data, part));
        std::ranges::copy(encoding.mean.values(), means.row(static_cast<std::int64_t>(first)).begin());
    }
    return means;
}

// Those of a picture are its own.
void requireNoneOf(const CLI::App& command, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        if (command.count(name) > 0) {
            throw Error(ErrorKind::Usage, std::string(name) +
                                              " does not go with --from FILE.png: the file says "
                                              "which images, and of which latents");
        }
    }
}

void sample(const PictureOptions& options, Interrupts& interrupts) {
    if (options.latents.isPicture()) {
        requireNoneOf(*options.command, {"--count", "--seed", "--components", "--data"});
        remake(options.latents.from, options.checkpoint, options.ofClass, options.output, interrupts);
        return;
    }
    const TrainedModel trained = openModel(options.checkpoint);
    validate(options.latents, trained, !options.data.empty());
    const auto train = options.data.empty() ? nullptr : openData(options.data, trained, Binarise::None).train;
    const TrainConfig run = trainConfigFromJson(trained.checkpoint.settings);
    const Tensor latents =
        drawLatents(choiceOf(options.latents), *trained.model, run, train, options.count, options.seed);
    const ModelConfig& model = trained.checkpoint.model;
    const auto labels = asAsked(options.ofClass, model, classesInTurn(model, options.count),
                                static_cast<std::size_t>(options.count));
    const bool aColumnAClass = model.classes > 0 && model.classes <= kMostColumns && !options.ofClass;
    const int columns = aColumnAClass ? static_cast<int>(model.classes) : squareColumns(options.count);
    Provenance provenance = provenanceOf(trained, options.checkpoint, "sample");
    provenance.seed = options.seed;
    savePictures(options.output, decode(*trained.model, latents, labels), columns,
                 options.output.enlargement(), withLatents(provenance, latents, labels), interrupts);
}

// Pictures on a way, each made of a latent and, for a conditional model, a class.
struct Walk {
    Tensor latents;
    std::vector<std::uint16_t> labels;
};

// Around `base` at one place of the way, from 0 to 1: one picture a dimension, which alone goes from -range
// to range.
Tensor latentsAround(const Tensor& base, float range, float place) {
    const std::int64_t latent = base.dim(1);
    Tensor latents({latent, latent});
    for (std::int64_t i = 0; i < latent; ++i) {
        const auto row = latents.row(i);
        std::ranges::copy(base.values(), row.begin());
        row[static_cast<std::size_t>(i)] = range * (2 * place - 1);
    }
    return latents;
}

float placeOf(std::int64_t step, std::int64_t steps) {
    return static_cast<float>(step) / static_cast<float>(steps - 1);
}

// One picture a dimension, all on their way at once.
void animateTraversal(const PictureOptions& options, const TrainedModel& trained, const Tensor& base,
                      std::int64_t steps, Interrupts& interrupts) {
    const auto count = static_cast<std::size_t>(base.dim(1));
    const ModelConfig& model = trained.checkpoint.model;
    const auto labels =
        asAsked(options.ofClass, model, std::vector<std::uint16_t>(model.classes > 0 ? count : 0), count);
    const auto frame = [&](std::int64_t step) {
        const Tensor latents = latentsAround(base, options.range, placeOf(step, steps));
        return makeSheet(decode(*trained.model, latents, labels), squareColumns(base.dim(1)));
    };
    saveFrames(options.output, steps, frame,
               withLatents(provenanceOf(trained, options.checkpoint, "traverse"), base,
                           Labels(labels).first(std::min<std::size_t>(labels.size(), 1))),
               interrupts);
}

// Around one random latent: in each row one of its values goes from -range to range.
void traverse(const PictureOptions& options, Interrupts& interrupts) {
    if (!std::isfinite(options.range)) {
        throw Error(ErrorKind::Usage, "--range: a finite number is needed");
    }
    const TrainedModel trained = openModel(options.checkpoint);
    const std::int64_t latent = trained.checkpoint.model.latent;
    const std::int64_t steps = options.stepsOr(kSteps, kFrames);
    Tensor base({1, latent});
    Random(options.seed, kSampleStream).fillNormal(base.values());
    if (options.output.isAnimation()) {
        animateTraversal(options, trained, base, steps, interrupts);
        return;
    }
    if (latent * steps > kMost) {
        throw Error(ErrorKind::Usage, "--steps: that would be " + std::to_string(latent * steps) +
                                          " images, at most " + std::to_string(kMost) + " are possible");
    }
    Tensor latents({latent * steps, latent});
    for (std::int64_t step = 0; step < steps; ++step) {
        const Tensor around = latentsAround(base, options.range, placeOf(step, steps));
        for (std::int64_t i = 0; i < latent; ++i) {
            std::ranges::copy(around.row(i), latents.row(i * steps + step).begin());
        }
    }
    const ModelConfig& model = trained.checkpoint.model;
    const auto count = static_cast<std::size_t>(latents.dim(0));
    const std::vector<std::uint16_t> first(model.classes > 0 ? count : 0);
    const auto labels = asAsked(options.ofClass, model, first, count);
    Provenance provenance = provenanceOf(trained, options.checkpoint, "traverse");
    provenance.seed = options.seed;
    savePictures(options.output, decode(*trained.model, latents, labels), static_cast<int>(steps),
                 options.output.enlargement(), withLatents(provenance, latents, labels), interrupts);
}

// A straight line between the posterior means of two images.
Walk walkBetween(const PictureOptions& options, const TrainedModel& trained, const Dataset& data,
                 std::int64_t steps) {
    const std::uint32_t ends[] = {static_cast<std::uint32_t>(options.from),
                                  static_cast<std::uint32_t>(options.to)};
    const Tensor means = encode(*trained.model, data, ends);
    const ModelConfig& model = trained.checkpoint.model;
    const auto endLabels = labelsFor(model, data, ends);
    Walk walk{Tensor({steps, means.dim(1)}), {}};
    for (std::int64_t i = 0; i < steps; ++i) {
        const float place = placeOf(i, steps);
        walk.latents.matrix().row(i) = (1 - place) * means.matrix().row(0) + place * means.matrix().row(1);
        if (!endLabels.empty()) { // of the nearer end
            walk.labels.push_back(endLabels[place < 0.5f ? 0 : 1]);
        }
    }
    walk.labels = asAsked(options.ofClass, model, walk.labels, static_cast<std::size_t>(steps));
    return walk;
}

void interpolate(const PictureOptions& options, Interrupts& interrupts) {
    const TrainedModel trained = openModel(options.checkpoint);
    const auto data = openHeldOut(options.data, trained);
    if (std::max(options.from, options.to) >= data->count()) {
        throw Error(ErrorKind::Usage, "--from and --to: there are " + std::to_string(data->count()) +
                                          " held-out images, numbered from 0");
    }
    const std::int64_t steps = options.stepsOr(kSteps, kFrames);
    const Walk walk = walkBetween(options, trained, *data, steps);
    if (options.output.isAnimation()) {
        const auto frame = [&](std::int64_t i) {
            const Tensor latent({1, walk.latents.dim(1)}, walk.latents.row(i));
            return decode(*trained.model, latent, partOf(walk.labels, i, 1)).front();
        };
        saveFrames(
            options.output, steps, frame,
            withLatents(provenanceOf(trained, options.checkpoint, "interpolate"), walk.latents, walk.labels),
            interrupts);
        return;
    }
    savePictures(
        options.output, decode(*trained.model, walk.latents, walk.labels), static_cast<int>(steps),
        options.output.enlargement(),
        withLatents(provenanceOf(trained, options.checkpoint, "interpolate"), walk.latents, walk.labels),
        interrupts);
}

} // namespace

void addSampleCommand(CLI::App& app, Interrupts& interrupts) {
    const auto options = std::make_shared<PictureOptions>();
    CLI::App* command = addCommand(app, interrupts, "sample", "Images from random latents", options, sample);
    addCount(command, *options);
    addSeed(command, *options);
    addClassOption(*command, options->ofClass, "each in turn");
    addLatentOptions(*command, options->latents, true);
    command->add_option("--data", options->data, "The images it was trained on, for --from fitted");
}

void addTraverseCommand(CLI::App& app, Interrupts& interrupts) {
    const auto options = std::make_shared<PictureOptions>();
    CLI::App* command = addCommand(app, interrupts, "traverse", "A row of images for each latent dimension",
                                   options, traverse);
    addAnimationOutput(*command, options->output);
    addSeed(command, *options);
    addClassOption(*command, options->ofClass, "the first");
    addSteps(command, *options);
    command->add_option("--range", options->range, "The latent goes from -RANGE to RANGE")
        ->check(CLI::Range(0.0, 1000.0));
}

void addInterpolateCommand(CLI::App& app, Interrupts& interrupts) {
    const auto options = std::make_shared<PictureOptions>();
    CLI::App* command = addCommand(app, interrupts, "interpolate", "Images on the way from one to another",
                                   options, interpolate);
    addAnimationOutput(*command, options->output);
    addData(command, *options);
    addClassOption(*command, options->ofClass, "that of the nearer image");
    addSteps(command, *options);
    command->add_option("--from", options->from, "Number of a held-out image")->check(CLI::NonNegativeNumber);
    command->add_option("--to", options->to, "Number of a held-out image")->check(CLI::NonNegativeNumber);
}

} // namespace latentscape
