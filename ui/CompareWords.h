// What Compare says in words about the errors of all its images. UI thread.
#pragma once

#include "core/train/ReconstructionErrors.h"

#include <QString>

#include <vector>

namespace latentscape {

// Mean, median and where the worst begin; nothing of none.
QString wordsOfErrors(ErrorMetric metric, std::vector<float> errors);

// Which of two models is better on the same images.
QString wordsOfTwo(ErrorMetric metric, const std::vector<float>& first, const std::vector<float>& second);

// What stands above the histogram.
struct CompareCaption {
    QString images;        // "10,000 held-out images"
    bool latents = false;  // random ones, of no image
    bool searches = false; // one of the models is a GAN
    bool live = false;     // a run goes on
};
QString wordsOf(const CompareCaption& caption);

} // namespace latentscape
