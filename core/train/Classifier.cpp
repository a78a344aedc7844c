#include "core/train/Classifier.h"

#include "core/nn/Losses.h"
#include "core/nn/Optimizer.h"
#include "core/tensor/Error.h"
#include "core/train/Batches.h"
#include "core/train/Schedule.h"

#include <cmath>

namespace latentscape {

namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::int64_t kTrainBatch = 100;
constexpr std::int64_t kEpochs = 6;    // and more of a small data set,
constexpr std::int64_t kSteps = 2'000; // so that it learns so many steps
constexpr std::int64_t kMostEpochs = 60;
constexpr float kLearningRate = 2e-3f;
constexpr int kLargestSide = 8; // of what the features are made from

} // namespace

NetworkConfig Classifier::network(const ImageShape& image) {
    NetworkConfig layers;
    double channels = 32;
    for (int side = std::max(image.height, image.width); side > kLargestSide; side /= 2) {
        layers.push_back(
            {"conv2d", {{"channels", channels}, {"kernel", 4}, {"stride", 2}, {"padding", 1}, {"bias", 0}}});
        layers.push_back({"batch_norm"});
        layers.push_back({"relu"});
        channels = std::min(2 * channels, 128.0);
    }
    layers.push_back({"dense", {{"units", double{kFeatures}}}});
    layers.push_back({"relu"});
    return layers;
}

Classifier::Classifier(const ImageShape& image, std::int64_t classes)
    : m_image(image)
    , m_classes(classes)
    , m_body(makeLayers(network(image), image))
    , m_head(classes) {
    const Shape features =
        m_body.declare({image.height, image.width, image.channels}, m_parameters, "features");
    m_head.declare(features, m_parameters, "classes");
    m_parameters.allocate();
    Random random(kSeed, kInitStream);
    m_parameters.initialise(random);
}

void Classifier::train(const std::shared_ptr<const Dataset>& data, const WorkWatch& watch) {
    const auto optimizer = makeOptimizer({}, m_parameters.values().size());
    BatchLoader loader(data, kTrainBatch, kSeed, {.shift = 2});
    const std::int64_t perEpoch = loader.batchesPerEpoch();
    const std::int64_t epochs = std::clamp((kSteps + perEpoch - 1) / perEpoch, kEpochs, kMostEpochs);
    const std::int64_t total = epochs * perEpoch;
    for (std::int64_t step = 0; step < total; ++step) {
        watch.reached(step, total);
        const auto classes = labelsOf(*data, loader.upcoming());
        const Tensor& images = loader.next();
        const std::int64_t n = images.dim(0);
        Tensor features({n, kFeatures}), dFeatures({n, kFeatures}), logits({n, m_classes}),
            dLogits({n, m_classes});
        m_body.forward(images, features, Mode::Train);
        m_head.forward(features, logits, Mode::Train);
        softmaxCrossEntropy(logits, classes, 1.0f / static_cast<float>(n), &dLogits);
        m_head.backward(features, logits, dLogits, &dFeatures, WeightGradients::Write);
        m_body.backward(images, features, dFeatures, nullptr, WeightGradients::Write);
        const float rate =
            scheduledRate({.kind = ScheduleKind::Cosine}, {step, perEpoch, total}, kLearningRate);
        if (!optimizer->step(m_parameters, rate)) {
            throw Error(ErrorKind::Diverged, "The classifier of " + data->name() + " cannot be trained.");
        }
    }
    watch.reached(1);
}

void Classifier::classifyBatch(const Tensor& images, std::int64_t first, Classified& into) {
    Tensor features({images.dim(0), kFeatures}), probabilities({images.dim(0), m_classes});
    m_body.forward(images, features, Mode::Evaluate);
    m_head.forward(features, probabilities, Mode::Evaluate);
    softmax(probabilities);
    std::ranges::copy(features.values(), into.features.row(first).begin());
    std::ranges::copy(probabilities.values(), into.probabilities.row(first).begin());
}

Classified Classifier::classify(const Tensor& images) {
    Classified all{Tensor({images.dim(0), kFeatures}), Tensor({images.dim(0), m_classes})};
    std::int64_t first = 0;
    forEachBatch(images, [&](const Tensor& batch) {
        classifyBatch(batch, first, all);
        first += batch.dim(0);
    });
    return all;
}

Classified Classifier::classify(const Dataset& data, const WorkWatch& watch) {
    Classified all{Tensor({data.count(), kFeatures}), Tensor({data.count(), m_classes})};
    std::int64_t first = 0;
    forEachBatch(data, [&](const Tensor& batch, std::span<const std::uint32_t>) {
        classifyBatch(batch, first, all);
        first += batch.dim(0);
        watch.reached(first, data.count());
        return true;
    });
    return all;
}

double Classifier::accuracy(const Dataset& data) {
    const Tensor probabilities = classify(data).probabilities;
    std::int64_t right = 0;
    for (std::int64_t i = 0; i < data.count(); ++i) {
        const auto row = probabilities.row(i);
        right += std::ranges::max_element(row) - row.begin() == data.factors(i)[0] ? 1 : 0;
    }
    return static_cast<double>(right) / static_cast<double>(data.count());
}

std::int64_t classCount(const Dataset& data) {
    if (!data.hasLabels()) {
        throw Error(ErrorKind::Input,
                    data.name() + ": its images have no labels. Samples are judged in the features of a "
                                  "classifier, which learns from labels: name labelled images, such as a "
                                  "folder with one subfolder a class.");
    }
    std::int64_t classes = 0;
    for (std::int64_t i = 0; i < data.count(); ++i) {
        classes = std::max<std::int64_t>(classes, data.factors(i)[0] + 1);
    }
    if (classes < 2) {
        throw Error(ErrorKind::Input,
                    data.name() + ": all its images are of one class, expected two or more.");
    }
    return classes;
}

} // namespace latentscape
