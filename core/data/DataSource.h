// From what the user names ("shapes", a folder, a file) to a training and a held-out set.
#pragma once

#include "core/data/Dataset.h"
#include "core/data/ImageForm.h"
#include "core/data/LoadWatch.h"

#include <filesystem>

namespace latentscape {

struct LoadedData {
    std::shared_ptr<const Dataset> train;
    std::shared_ptr<const Dataset> heldOut; // the test set if there is one, else a tenth of the images
    std::vector<std::string> skipped = {};  // "FILE: why" of each picture that could not be read
};

struct LoadOptions {
    std::int64_t limit = 0; // at most so many training images (0: all) and as many held-out ones
    std::uint64_t seed = 0; // for Shapes, and for splitting off the held-out images
    ImageForm form = {};
    LoadWatch watch = {};
};

// source: "shapes", or the path of an IDX file, or of a folder with IDX files (plain or .gz), CIFAR's binary
// files, or pictures: flat, one class a subfolder, or either of these in "train" and "test" (or "val").
// Throws Error with file, byte offset and what was expected. Blocks; call it on a worker thread.
LoadedData loadData(const std::string& source, const LoadOptions& options = {});

struct FoundData {
    std::string name;   // "Fashion-MNIST"
    std::string source; // what loadData() takes
};

// Shapes first, then what lies in the well-known places: /usr/share/datasets/* and
// $XDG_DATA_HOME/latentscape/datasets/* in IDX or CIFAR files. Only looks for file names; fast.
std::vector<FoundData> findData();

} // namespace latentscape
