// One picture file (PNG, JPEG, BMP, WebP, PNM) to 8-bit pixels of a wanted shape. What is transparent lies on
// black, as what Pad adds; 16 bits are rounded to 8; the rotation that a camera noted in EXIF is applied.
#pragma once

#include "core/data/ImageForm.h"

#include <filesystem>

namespace latentscape {

// Whether the name ends as those of picture files do: .png, .JPG, ...
bool isPictureName(const std::filesystem::path& file);

struct PictureSize {
    int width = 0;
    int height = 0;
    bool operator==(const PictureSize&) const = default;
};

// Reads no more than the file's header. Throws as decodePicture() does.
PictureSize measurePicture(const std::filesystem::path& file);

// Writes shape.pixels() bytes to `out`. Returns whether any of them has a colour (false for one channel).
// Throws Error (Input) for what is no such picture, is broken, no regular file, may not be read, or would
// need more than kLargestPicture pixels, which is known before they are decoded.
bool decodePicture(const std::filesystem::path& file, const ImageShape& shape, Fit fit, std::uint8_t* out);

inline constexpr std::int64_t kLargestPicture = 64'000'000; // pixels

} // namespace latentscape
