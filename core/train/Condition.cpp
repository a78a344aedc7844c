#include "core/train/Condition.h"

#include "core/data/BatchLoader.h"
#include "core/tensor/Error.h"

#include <algorithm>

namespace latentscape {

namespace {

// Labels from 0 to the largest; 0 when there are none.
std::int64_t classesIn(const Dataset& data) {
    std::int64_t classes = 0;
    for (std::int64_t i = 0; i < data.count() && data.hasLabels(); ++i) {
        classes = std::max<std::int64_t>(classes, data.factors(i)[0] + 1);
    }
    return classes;
}

} // namespace

void fitModel(TrainConfig& config, const LoadedData& data) {
    config.model.image = data.train->shape();
    fitClasses(config, data);
    if (config.conditional && config.model.classes == 0) {
        throw Error(ErrorKind::Usage,
                    data.train->name() + ": its images have " +
                        (data.train->hasLabels() ? "all the same label" : "no labels") +
                        ", of which a conditional model learns. Train without the labels, or choose labelled "
                        "images, such as a folder with one subfolder a class.");
    }
}

void fitClasses(TrainConfig& config, const LoadedData& data) {
    ModelConfig& model = config.model;
    model.classes = 0;
    model.classNames.clear();
    if (!config.conditional) {
        return;
    }
    const std::int64_t found = std::max(classesIn(*data.train), classesIn(*data.heldOut));
    const auto& names = data.train->classNames();
    if (found > 1) { // names may be more: a class may have no image
        model.classNames = std::cmp_greater_equal(names.size(), found) ? names : std::vector<std::string>();
        model.classes = std::max(found, std::ssize(model.classNames));
    }
}

std::vector<std::uint16_t> labelsFor(const ModelConfig& model, const Dataset& data,
                                     std::span<const std::uint32_t> indices) {
    if (model.classes == 0) {
        return {};
    }
    if (!data.hasLabels()) {
        throw Error(ErrorKind::Usage, data.name() + ": its images have no labels, which the model was "
                                                    "trained with. Choose the data that it was trained on.");
    }
    std::vector<std::uint16_t> labels = labelsOf(data, indices);
    if (const std::uint16_t last = labels.empty() ? std::uint16_t{0} : std::ranges::max(labels);
        last >= model.classes) {
        throw Error(ErrorKind::Usage,
                    data.name() + ": an image is of class " + std::to_string(last) +
                        ", but the model knows " + std::to_string(model.classes) +
                        " classes, numbered from 0. Choose the data that it was trained on.");
    }
    return labels;
}

std::vector<std::uint16_t> classesInTurn(const ModelConfig& model, std::int64_t count) {
    std::vector<std::uint16_t> labels;
    for (std::int64_t i = 0; i < count && model.classes > 0; ++i) {
        labels.push_back(static_cast<std::uint16_t>(i % model.classes));
    }
    return labels;
}

// Those of images at even distances: right for data in the order of their classes as well as in none.
std::vector<std::uint16_t> classesAsIn(const ModelConfig& model, const Dataset& data, std::int64_t count) {
    std::vector<std::uint32_t> indices;
    for (std::int64_t i = 0; i < count; ++i) {
        indices.push_back(static_cast<std::uint32_t>(i * data.count() / count));
    }
    return labelsFor(model, data, indices);
}

} // namespace latentscape
