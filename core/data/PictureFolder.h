// The pictures of a folder as a data set: decoded on all cores, in the form that is wanted, and kept in the
// cache. At most the data set itself and one decoded picture a thread are in memory.
#pragma once

#include "core/data/Dataset.h"
#include "core/data/ImageForm.h"
#include "core/data/PictureScan.h"

namespace latentscape {

struct ReadPictures {
    Dataset data;                     // with the factor "label" when there are classes
    std::vector<std::string> skipped; // "FILE: why", of those that could not be read
};

inline constexpr int kLargestAsIs = 256; // pixels a side may have
inline constexpr int kMixedSide = 32;

// form.side 0: as the pictures are when all have one size of at most kLargestAsIs a side, else kMixedSide.
// Throws Error (Input) with the beginning of the list when more than 5 % of the pictures cannot be read, or
// when they do not fit into the machine's memory; (Cancelled) soon after a stop was requested.
ReadPictures readPictures(const PictureFiles& files, const std::string& name, const ImageForm& form,
                          const LoadWatch& watch = {});

} // namespace latentscape
