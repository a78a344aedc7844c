#include "app/cli/GenerateCommands.h"

#include "app/cli/ClassOption.h"
#include "app/cli/CommandInputs.h"
#include "app/cli/LatentOptions.h"
#include "core/data/BatchLoader.h"
#include "core/io/ImageExport.h"
#include "core/tensor/Error.h"
#include "core/tensor/Threads.h"
#include "core/train/Condition.h"

#include <algorithm>
#include <CLI/CLI.hpp>
#include <cmath>
#include <numeric>

namespace latentscape {

namespace {

constexpr std::int64_t kBatch = 500;    // bounds the memory of a large sheet
constexpr std::int64_t kMost = 100'000; // images a command makes
constexpr int kPairsARow = 16;
constexpr std::int64_t kMostColumns = 32; // of a sheet with a column for each class

// What the four commands share.
struct PictureOptions {
    std::string checkpoint;
    std::string out;
    std::string data;
    int scale = 1;
    int threads = 0;
    std::int64_t count = 64;
    std::uint64_t seed = 0;
    float range = 3;
    std::int64_t steps = 9;
    std::int64_t from = 0;
    std::int64_t to = 1;
    LatentOptions latents;
    ClassOption ofClass;
};

using Command = void (*)(const PictureOptions&);

CLI::App* addCommand(CLI::App& app, const char* name, const char* what,
                     std::shared_ptr<PictureOptions> options, Command run) {
    CLI::App* command = app.add_subcommand(name, what);
    command->add_option("--checkpoint", options->checkpoint, "Trained model: a checkpoint.safetensors")
        ->required();
    command
        ->add_option("--out", options->out,
                     "FILE.png for one sheet; FOLDER/ or NAME%03d.png for single images")
        ->required();
    command->add_option("--scale", options->scale, "Draw each pixel so many times")->check(CLI::Range(1, 64));
    command->add_option("--threads", options->threads, "Processor threads; 0: all")
        ->check(CLI::Range(0, kMaxComputeThreads));
    command->callback([options, run] {
        setComputeThreads(options->threads);
        run(*options);
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
    command->add_option("--steps", options.steps, "Images a row")->check(CLI::Range(2, 10'000));
}

void addSeed(CLI::App* command, PictureOptions& options) {
    command->add_option("--seed", options.seed, "Of the random latents");
}

// [n, latent] and, for a conditional model, their classes -> n images.
std::vector<Image> decode(Model& model, const Tensor& latents, Labels labels) {
    std::vector<Image> images;
    for (std::int64_t first = 0; first < latents.dim(0); first += kBatch) {
        const std::int64_t n = std::min(kBatch, latents.dim(0) - first);
        const auto part = latents.values().subspan(static_cast<std::size_t>(first * latents.dim(1)),
                                                   static_cast<std::size_t>(n * latents.dim(1)));
        const Tensor pixels = model.decode(Tensor({n, latents.dim(1)}, part), partOf(labels, first, n));
        for (std::int64_t i = 0; i < n; ++i) {
            images.push_back(toImage(pixels.row(i), model.config().image));
        }
    }
    return images;
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

void sample(const PictureOptions& options) {
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
    const int columns = aColumnAClass
                            ? static_cast<int>(model.classes)
                            : static_cast<int>(std::ceil(std::sqrt(static_cast<double>(options.count))));
    saveImages(options.out, decode(*trained.model, latents, labels), columns, options.scale);
}

// A pair is one image, so that it also stays together as a single file.
void reconstruct(const PictureOptions& options) {
    const TrainedModel trained = openModel(options.checkpoint);
    const auto data = openHeldOut(options.data, trained);
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(std::min(options.count, data->count())));
    std::iota(indices.begin(), indices.end(), 0);
    const ModelConfig& model = trained.checkpoint.model;
    const auto labels = asAsked(options.ofClass, model, labelsFor(model, *data, indices), indices.size());
    std::vector<Image> pairs = decode(*trained.model, encode(*trained.model, *data, indices), labels);
    for (const std::uint32_t index : indices) {
        pairs[index] = makeSheet({data->image(index), pairs[index]}, 1);
    }
    saveImages(options.out, pairs, kPairsARow, options.scale);
}

// Around one random latent: in each row one of its values goes from -range to range.
void traverse(const PictureOptions& options) {
    if (!std::isfinite(options.range)) {
        throw Error(ErrorKind::Usage, "--range: a finite number is needed");
    }
    const TrainedModel trained = openModel(options.checkpoint);
    const std::int64_t latent = trained.checkpoint.model.latent;
    if (latent * options.steps > kMost) {
        throw Error(ErrorKind::Usage, "--steps: that would be " + std::to_string(latent * options.steps) +
                                          " images, at most " + std::to_string(kMost) + " are possible");
    }
    Tensor base({1, latent});
    Random(options.seed, kSampleStream).fillNormal(base.values());
    Tensor latents({latent * options.steps, latent});
    for (std::int64_t i = 0; i < latents.dim(0); ++i) {
        const auto row = latents.row(i);
        std::ranges::copy(base.values(), row.begin());
        const float position = static_cast<float>(i % options.steps) / static_cast<float>(options.steps - 1);
        row[static_cast<std::size_t>(i / options.steps)] = options.range * (2 * position - 1);
    }
    const ModelConfig& model = trained.checkpoint.model;
    const auto count = static_cast<std::size_t>(latents.dim(0));
    const std::vector<std::uint16_t> first(model.classes > 0 ? count : 0);
    const auto labels = asAsked(options.ofClass, model, first, count);
    saveImages(options.out, decode(*trained.model, latents, labels), static_cast<int>(options.steps),
               options.scale);
}

// A straight line between the posterior means of two images.
void interpolate(const PictureOptions& options) {
    const TrainedModel trained = openModel(options.checkpoint);
    const auto data = openHeldOut(options.data, trained);
    if (std::max(options.from, options.to) >= data->count()) {
        throw Error(ErrorKind::Usage, "--from and --to: there are " + std::to_string(data->count()) +
                                          " held-out images, numbered from 0");
    }
    const std::uint32_t ends[] = {static_cast<std::uint32_t>(options.from),
                                  static_cast<std::uint32_t>(options.to)};
    const Tensor means = encode(*trained.model, *data, ends);
    const ModelConfig& model = trained.checkpoint.model;
    const auto endLabels = labelsFor(model, *data, ends);
    std::vector<std::uint16_t> labels; // of the nearer end
    Tensor latents({options.steps, means.dim(1)});
    for (std::int64_t i = 0; i < options.steps; ++i) {
        const float position = static_cast<float>(i) / static_cast<float>(options.steps - 1);
        latents.matrix().row(i) = (1 - position) * means.matrix().row(0) + position * means.matrix().row(1);
        if (!endLabels.empty()) {
            labels.push_back(endLabels[position < 0.5f ? 0 : 1]);
        }
    }
    labels = asAsked(options.ofClass, model, labels, static_cast<std::size_t>(options.steps));
    saveImages(options.out, decode(*trained.model, latents, labels), static_cast<int>(options.steps),
               options.scale);
}

} // namespace

void addSampleCommand(CLI::App& app) {
    const auto options = std::make_shared<PictureOptions>();
    CLI::App* command = addCommand(app, "sample", "Images from random latents", options, sample);
    addCount(command, *options);
    addSeed(command, *options);
    addClassOption(*command, options->ofClass, "each in turn");
    addLatentOptions(*command, options->latents);
    command->add_option("--data", options->data, "The images it was trained on, for --from fitted");
}

void addReconstructCommand(CLI::App& app) {
    const auto options = std::make_shared<PictureOptions>();
    options->count = kPairsARow;
    CLI::App* command =
        addCommand(app, "reconstruct", "Held-out images above their reconstructions", options, reconstruct);
    addData(command, *options);
    addClassOption(*command, options->ofClass, "the image's own");
    addCount(command, *options);
}

void addTraverseCommand(CLI::App& app) {
    const auto options = std::make_shared<PictureOptions>();
    CLI::App* command =
        addCommand(app, "traverse", "A row of images for each latent dimension", options, traverse);
    addSeed(command, *options);
    addClassOption(*command, options->ofClass, "the first");
    addSteps(command, *options);
    command->add_option("--range", options->range, "The latent goes from -RANGE to RANGE")
        ->check(CLI::Range(0.0, 1000.0));
}

void addInterpolateCommand(CLI::App& app) {
    const auto options = std::make_shared<PictureOptions>();
    CLI::App* command =
        addCommand(app, "interpolate", "Images on the way from one to another", options, interpolate);
    addData(command, *options);
    addClassOption(*command, options->ofClass, "that of the nearer image");
    addSteps(command, *options);
    command->add_option("--from", options->from, "Number of a held-out image")->check(CLI::NonNegativeNumber);
    command->add_option("--to", options->to, "Number of a held-out image")->check(CLI::NonNegativeNumber);
}

} // namespace latentscape
