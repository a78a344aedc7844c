// Pictures inside a page, so that the page is one file.
#pragma once

#include "core/tensor/Image.h"

#include <span>
#include <string>

namespace latentscape {

// RFC 4648, section 4.
std::string base64(std::span<const std::byte> bytes);

// "data:image/png;base64,..." Throws Error (Usage) for an image without a pixel.
std::string pngDataUrl(const Image& image);

} // namespace latentscape
