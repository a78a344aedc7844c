// Pictures in the WebP format, without loss: every pixel as it is. Owned by the caller; any thread.
#pragma once

#include "core/tensor/Image.h"
#include "core/tensor/WorkWatch.h"

#include <cstddef>
#include <vector>
#include <webp/encode.h>

namespace latentscape {

inline constexpr int kWidestWebp = WEBP_MAX_DIMENSION; // pixels

WebPConfig losslessWebp();

// An image as libwebp takes it. Its encoding stops soon when the watch is asked to.
class WebpPicture {
public:
    // Throws Error (Usage) when it is too large. The watch must outlive it.
    WebpPicture(const Image& image, const WorkWatch& watch);
    ~WebpPicture();
    WebpPicture(const WebpPicture&) = delete;
    WebpPicture& operator=(const WebpPicture&) = delete;

    WebPPicture* get() { return &m_picture; }

private:
    WebPPicture m_picture;
};

// The bytes of a file. Throws Error (Cancelled), (Io) when it can't be encoded.
std::vector<std::byte> encodeWebp(const Image& image, const WorkWatch& watch = {});

} // namespace latentscape
