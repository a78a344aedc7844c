// Finds the pictures of a folder, and what its subfolders say about them.
#pragma once

#include "core/data/LoadWatch.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace latentscape {

struct PictureFiles {
    std::filesystem::path folder;
    std::vector<std::filesystem::path> files; // sorted; with classes class by class
    std::vector<std::uint16_t> labels;        // one a file; empty when they lie in the folder itself
    std::vector<std::string> classNames;      // those of the subfolders with pictures, sorted
};

// Pictures (by name) in the folder itself, or, if there is none, below its subfolders: one class each. Hidden
// files are passed over. A link to a class's folder is followed unless it leads back; links further down are
// not. Throws Error (Io) when the folder cannot be read.
PictureFiles findPictures(const std::filesystem::path& folder, const LoadWatch& watch = {});

} // namespace latentscape
