// How layers of images cut a batch among the threads: each thread takes whole images, the same ones in every
// layer, so that what it computed in one is in its cache for the next.
#pragma once

#include "core/tensor/Parallel.h"

namespace latentscape {

// work: of one image, in multiply-adds or the like; grain: worth a thread.
inline int imagePartsFor(std::int64_t images, std::int64_t work, std::int64_t grain) {
    return static_cast<int>(std::min<std::int64_t>(images, partsFor(images * work, grain)));
}

// The images [first, last) of part `part` of `parts`.
inline Range imagesOf(std::int64_t images, int part, int parts) {
    return {images * part / parts, images * (part + 1) / parts};
}

} // namespace latentscape
