// The classifier of a data set, trained once and then kept in the user's cache folder.
#pragma once

#include "core/data/DataSource.h"
#include "core/train/Classifier.h"

#include <memory>
#include <string>

namespace latentscape {

struct TrainedClassifier {
    Classifier classifier;
    double accuracy = 0;  // on the held-out images, 0 to 1
    std::string checksum; // of its weights, eight hex digits: figures under two classifiers don't compare
};

// Kept under the content of the training and the held-out images, their labels, and the architecture. A file
// that is damaged is not used and is replaced; a cache that cannot be read or written is no failure. Progress
// is told only when it has to be trained: minutes for 60,000 images. Throws Error as classCount() and
// Classifier::train() do.
std::unique_ptr<TrainedClassifier> classifierOf(const LoadedData& data, const WorkWatch& watch = {});

} // namespace latentscape
