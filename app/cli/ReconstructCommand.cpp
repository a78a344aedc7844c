#include "app/cli/ReconstructCommand.h"

#include "app/cli/ClassOption.h"
#include "app/cli/CommandInputs.h"
#include "app/cli/Given.h"
#include "app/cli/PictureOutput.h"
#include "app/cli/ThreadsOption.h"
#include "core/data/BatchLoader.h"
#include "core/io/DifferenceImage.h"
#include "core/io/ImageExport.h"
#include "core/tensor/Error.h"
#include "core/tensor/Threads.h"
#include "core/train/Condition.h"
#include "core/train/ImageOrder.h"

#include <algorithm>
#include <CLI/CLI.hpp>
#include <cstdio>

namespace latentscape {

namespace {

constexpr std::size_t kBatch = 500;     // bounds the memory of a large sheet
constexpr std::int64_t kMost = 100'000; // images
constexpr int kColumns = 16;
constexpr std::int64_t kSearched = 100; // images of a GAN that are measured if nothing else is said
constexpr float kLeastScale = 0.001f;   // of an error map

struct Options {
    std::string checkpoint;
    std::string with;
    std::string data;
    PictureOutput output;
    std::string errorMap;
    std::optional<std::string> order;
    std::optional<std::string> metric;
    std::int64_t count = kColumns;
    std::int64_t limit = 0;
    int threads = 0;
    ClassOption ofClass;
};

struct Reconstructions {
    std::vector<Image> images;
    Tensor means; // [images, latent], that they are made of
    std::vector<std::uint16_t> labels;
};

Reconstructions reconstructed(Model& model, const Dataset& data, std::span<const std::uint32_t> indices,
                              const ClassOption& ofClass) {
    Reconstructions all;
    all.means = Tensor({static_cast<std::int64_t>(indices.size()), model.config().latent});
    for (std::size_t first = 0; first < indices.size(); first += kBatch) {
        const auto part = indices.subspan(first, std::min(kBatch, indices.size() - first));
        const auto own = labelsFor(model.config(), data, part);
        const auto wanted = asAsked(ofClass, model.config(), own, part.size());
        const Tensor means = model.encode(gather(data, part), own).mean;
        std::ranges::copy(means.values(), all.means.row(static_cast<std::int64_t>(first)).begin());
        all.labels.insert(all.labels.end(), wanted.begin(), wanted.end());
        for (Image& image : decode(model, means, wanted)) {
            all.images.push_back(std::move(image));
        }
    }
    return all;
}

void saveMap(const Options& options, const std::vector<MeasuredErrors>& measured) {
    float largest = kLeastScale;
    float largestBias = kLeastScale;
    for (const MeasuredErrors& each : measured) {
        largest = scaleOf(each.map.absolute(), largest);
        largestBias = scaleOf(each.map.bias(), largestBias);
    }
    std::vector<Image> pictures;
    for (const MeasuredErrors& each : measured) {
        const auto [channels, height, width] = each.map.shape();
        pictures.push_back(absoluteErrorImage(each.map.absolute(), height, width, largest));
        pictures.push_back(signedErrorImage(each.map.bias(), height, width, largestBias));
    }
    saveImage(options.errorMap, makeSheet(pictures, 2, 1, options.output.enlargement()));
    std::printf("error map of %lld images: left the mean absolute error, white %.4f; right the mean error, "
                "orange +%.4f, blue -%.4f\n",
                static_cast<long long>(measured.front().map.images()), static_cast<double>(largest),
                static_cast<double>(largestBias), static_cast<double>(largestBias));
}

void printErrors(ErrorMetric metric, const char* name, const std::vector<MeasuredErrors>& measured) {
    const std::vector<float> first = measured[0].errors.of(metric);
    std::printf("%s, mean of %zu images: %.5f", name, first.size(), meanOf(first));
    if (measured.size() > 1) {
        const std::vector<float> second = measured[1].errors.of(metric);
        std::printf(", with the other model %.5f", meanOf(second));
        if (metric != ErrorMetric::Kl) { // of which neither is better
            std::printf(", which is better on %lld",
                        static_cast<long long>(countBetter(metric, first, second)));
        }
    }
    std::printf("\n");
}

// Whose KL is wanted must have one.
void requireMetric(ErrorMetric metric, const std::vector<TrainedModel>& models) {
    for (const TrainedModel& trained : models) {
        if (metric == ErrorMetric::Kl && trained.checkpoint.model.kind == ModelKind::Gan) {
            throw Error(ErrorKind::Usage, "--metric kl: a GAN has no encoder, and so no KL");
        }
    }
}

std::vector<TrainedModel> openModels(const Options& options) {
    std::vector<TrainedModel> models;
    models.push_back(openModel(options.checkpoint));
    if (!options.with.empty()) {
        models.push_back(openModel(options.with));
        if (models[1].checkpoint.model.image != models[0].checkpoint.model.image) {
            throw Error(ErrorKind::Usage, options.with + ": makes images of another size or colour than " +
                                              options.checkpoint +
                                              "; only models of images of one form can "
                                              "be compared");
        }
    }
    return models;
}

// A column is one image, so that it also stays together as a single file.
void reconstruct(const Options& options, Interrupts& interrupts) {
    const std::vector<TrainedModel> models = openModels(options);
    const ErrorMetric metric = valueOf(kErrorMetrics, options.metric, ErrorMetric::SquaredError);
    requireMetric(metric, models);
    const ImageOrder order = valueOf(kImageOrders, options.order, ImageOrder::AsTheyCome);
    auto data = openHeldOut(options.data, models[0]);
    if (order == ImageOrder::ByLabel && !data->hasLabels()) {
        throw Error(ErrorKind::Usage, options.data + ": has no labels to order the images by");
    }
    std::vector<MeasuredErrors> measured;
    if (order != ImageOrder::AsTheyCome || models.size() > 1 || !options.errorMap.empty()) {
        const bool searches = std::ranges::any_of(
            models, [](const TrainedModel& m) { return m.checkpoint.model.kind == ModelKind::Gan; });
        const std::int64_t limit = options.limit == 0 && searches ? kSearched : options.limit;
        data = std::make_shared<const Dataset>(data->first(limit));
        for (const TrainedModel& trained : models) {
            measured.push_back(measureErrors(*trained.model, *data));
        }
        printErrors(metric, nameIn(kErrorMetrics, metric), measured);
    }
    std::vector<std::uint32_t> indices = sequenceOf(
        *data, order, metric, measured.empty() ? std::vector<float>() : measured[0].errors.of(metric));
    indices.resize(std::min(indices.size(), static_cast<std::size_t>(options.count)));
    std::vector<Reconstructions> made;
    for (const TrainedModel& trained : models) {
        made.push_back(reconstructed(*trained.model, *data, indices, options.ofClass));
    }
    std::vector<Image> columns;
    for (std::size_t i = 0; i < indices.size(); ++i) {
        std::vector<Image> column{data->image(indices[i])};
        for (const Reconstructions& each : made) {
            column.push_back(each.images[i]);
        }
        columns.push_back(makeSheet(column, 1));
    }
    savePictures(options.output, columns, kColumns, options.output.enlargement(),
                 withLatents(provenanceOf(models[0], options.checkpoint, "reconstruct"), made[0].means,
                             made[0].labels),
                 interrupts);
    if (!options.errorMap.empty()) {
        saveMap(options, measured);
    }
}

} // namespace

void addReconstructCommand(CLI::App& app, Interrupts& interrupts) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("reconstruct", "Held-out images above their reconstructions");
    command->add_option("--checkpoint", options->checkpoint, "Trained model: a checkpoint.safetensors")
        ->required();
    command->add_option("--with", options->with, "A second checkpoint, below the first");
    command
        ->add_option("--data", options->data,
                     "shapes, or a file or folder with images as train takes them; held-out ones are used")
        ->required();
    addPictureOutput(*command, options->output);
    command->add_option("--count", options->count, "Images")->check(CLI::Range(std::int64_t{1}, kMost));
    command
        ->add_option("--order", options->order,
                     "Which images come first: worst or best by --metric, label (class by class), none")
        ->check(CLI::IsMember(namesOf(kImageOrders)));
    command->add_option("--metric", options->metric, "Measure of the error, mse if not said")
        ->check(CLI::IsMember(namesOf(kErrorMetrics)));
    command->add_option("--error-map", options->errorMap,
                        "PNG of each pixel's error over all images: how far off, and too bright or too dark");
    command
        ->add_option("--limit", options->limit,
                     "Images that are measured, the first ones; 0: all, or 100 of a GAN, whose latents must "
                     "be searched for")
        ->check(CLI::Range(std::int64_t{0}, kMost));
    addClassOption(*command, options->ofClass, "the image's own");
    addThreadsOption(*command, options->threads);
    command->callback([options, &interrupts] {
        setComputeThreads(options->threads);
        reconstruct(*options, interrupts);
    });
}

} // namespace latentscape
