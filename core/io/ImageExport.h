// Pictures to files. PNG only; the window's dialogs and the command line call the same functions.
#pragma once

#include "core/tensor/Image.h"

#include <filesystem>
#include <string>
#include <vector>

namespace latentscape {

// Puts images (all of one shape) side by side in rows of `columns`, `gap` dark pixels between them, each
// pixel drawn `scale` times without smoothing. Throws Error when there is none or the shapes differ.
Image makeSheet(const std::vector<Image>& images, int columns, int gap = 1, int scale = 1);

// Brighter than the original is orange, darker is blue, on the stage's grey (#2a2b2e); an error of
// `fullScale` (in [0, 1]) has full colour. Grey or RGB in, RGB out.
Image differenceImage(const Image& original, const Image& generated, float fullScale);

// Atomic. Throws Error (Io).
void savePng(const std::filesystem::path& file, const Image& image);

// The rule of every --out: a folder (existing, or a name without an ending or with a trailing slash) or a
// name with %d (or %03d) gets one file an image, anything else one sheet. Returns the files written.
std::vector<std::filesystem::path> saveImages(const std::filesystem::path& out,
                                              const std::vector<Image>& images, int columns, int scale = 1);

} // namespace latentscape
