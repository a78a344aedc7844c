// Pictures that are shown to a model which was trained on others: brought to the shape it knows.
#pragma once

#include "core/data/PictureFolder.h"

#include <vector>

namespace latentscape {

struct OwnPictureOptions {
    ImageShape shape = {}; // of the model's images
    Fit fit = Fit::Crop;
    // A conditional model's: subfolders of these names are its classes; empty: those there are.
    std::vector<std::string> classNames = {};
    LoadWatch watch = {};
};

inline constexpr std::size_t kMostOwnPictures = 20'000;

// paths: picture files, or folders with pictures, flat or one class a subfolder. Throws Error (Input) when
// there is no picture, too many, none that can be read, or a subfolder that is none of the classes;
// (Cancelled) soon after a stop was requested.
ReadPictures readOwnPictures(const std::vector<std::filesystem::path>& paths,
                             const OwnPictureOptions& options);

} // namespace latentscape
