// Pictures to files: PNG, WebP or JPEG, as the file's ending says. PNG and WebP keep every pixel. The
// window's dialogs and the command line call the same functions. Any thread; each blocks until the file is
// there.
#pragma once

#include "core/io/Enlarge.h"
#include "core/tensor/Image.h"
#include "core/tensor/WorkWatch.h"

#include <filesystem>
#include <string>
#include <vector>

namespace latentscape {

struct Provenance;

// Puts images (all of one shape) side by side in rows of `columns`, each enlarged, `gap` dark pixels between
// them. Throws Error (Usage) when there is none, the shapes differ or the sheet is too large; (Cancelled).
Image makeSheet(const std::vector<Image>& images, int columns, int gap = 1,
                const Enlargement& enlargement = {}, const WorkWatch& watch = {});

// Atomic. What the provenance says goes into a PNG file as it is. Throws Error (Usage) for another ending or
// what is no picture, (Io), (Cancelled).
void saveImage(const std::filesystem::path& file, const Image& image, const Provenance* provenance = nullptr,
               const WorkWatch& watch = {});

// The rule of every --out: a folder (existing, or a name without an ending or with a trailing slash) or a
// name with %d (or %03d) gets one file an image, anything else one sheet. The provenance is that of all
// images; where they stand in the file is added to it. Returns the files written.
std::vector<std::filesystem::path> saveImages(const std::filesystem::path& out,
                                              const std::vector<Image>& images, int columns,
                                              const Enlargement& enlargement = {},
                                              const Provenance* provenance = nullptr,
                                              const WorkWatch& watch = {});

} // namespace latentscape
