// A small convolutional network that tells the classes of one labelled data set apart. The metrics of samples
// are worked out in its features: they compare models on that data set under that one classifier, and are no
// Inception scores.
//
// Convolutions of 4x4 and stride 2 with batch normalisation until a side has at most 8 pixels, a dense layer
// of kFeatures rectified features, and the logits. Not thread safe, like a model.
#pragma once

#include "core/data/Dataset.h"
#include "core/nn/Dense.h"
#include "core/nn/NetworkConfig.h"
#include "core/nn/Sequential.h"
#include "core/tensor/WorkWatch.h"

namespace latentscape {

// What a classifier makes of images.
struct Classified {
    Tensor features;      // [n, kFeatures]: behind the last layer but one
    Tensor probabilities; // [n, classes]
};

class Classifier {
public:
    static constexpr std::int64_t kFeatures = 128;

    // Its weights are always the same until it is trained.
    Classifier(const ImageShape& image, std::int64_t classes);

    std::int64_t classes() const { return m_classes; }
    ParameterStore& parameters() { return m_parameters; }

    // Learns the first factor of `data`: the images shifted by up to two pixels, Adam, a learning rate that
    // falls along a cosine. Blocks; throws Error (Cancelled) when a stop was requested.
    void train(const std::shared_ptr<const Dataset>& data, const WorkWatch& watch = {});

    Classified classify(const Tensor& images); // [n, pixels] in [0, 1]
    Classified classify(const Dataset& data, const WorkWatch& watch = {});
    double accuracy(const Dataset& data); // share of images whose likeliest class is the right one

    static NetworkConfig network(const ImageShape& image); // from an image to the features

private:
    void classifyBatch(const Tensor& images, std::int64_t first, Classified& into);

    ImageShape m_image;
    std::int64_t m_classes;
    ParameterStore m_parameters;
    Sequential m_body;
    Dense m_head;
};

// The number of classes of a data set's first factor. Throws Error (Input) when its images have no labels, or
// all the same.
std::int64_t classCount(const Dataset& data);

} // namespace latentscape
