// t-SNE: puts points of many dimensions on a plane so that near neighbours stay near (van der Maaten & Hinton
// 2008, "Visualizing data using t-SNE"; van der Maaten 2014, "Accelerating t-SNE using tree-based
// algorithms"). Distances between groups and their sizes mean little. Runs on the calling thread and its
// compute threads; takes n log n time an iteration and the same result with any number of threads.
#pragma once

#include "core/tensor/Tensor.h"
#include "core/tensor/WorkWatch.h"

#include <cstdint>
#include <functional>

namespace latentscape {

struct TsneOptions {
    double perplexity = 30; // how many neighbours count; fewer where there are not three times as many points
    int iterations = 750;
    int exaggerated = 250;    // the first so many, in which neighbours attract each other more strongly:
    double exaggeration = 12; // by this factor
    double theta = 0.5;       // how coarse far groups are taken; Repulsion.h
    std::uint64_t seed = 0;   // of the small shifts that part points of one place
};

// points [n, d]; of more than 50 dimensions their first 50 principal components, as is customary. Starts at
// the first two principal components, which keeps the large arrangement from run to run (Kobak & Berens
// 2019). seen: called with [n, 2] after each iteration, on the calling thread. Returns [n, 2], its mean at
// zero. Throws Error (Usage) when there are no points, a value is not finite or an option makes no sense;
// (Cancelled) when the watch wants it.
Tensor tsne(const Tensor& points, const TsneOptions& options, const WorkWatch& watch = {},
            const std::function<void(const Tensor& positions)>& seen = {});

} // namespace latentscape
