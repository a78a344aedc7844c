#include "core/io/WebpPicture.h"

#include "core/tensor/Error.h"

#include <memory>
#include <new>
#include <string>

namespace latentscape {

namespace {

constexpr int kEffort = 4; // of 0 to 9: more makes little difference to pictures like these

int follow(int percent, const WebPPicture* picture) {
    const auto& watch = *static_cast<const WorkWatch*>(picture->user_data);
    if (watch.progress) {
        watch.progress(percent / 100.0);
    }
    return watch.stop.stop_requested() ? 0 : 1;
}

} // namespace

WebPConfig losslessWebp() {
    WebPConfig config;
    if (WebPConfigInit(&config) == 0 || WebPConfigLosslessPreset(&config, kEffort) == 0) {
        throw Error(ErrorKind::Io, "libwebp is of another version than the program was built for");
    }
    return config;
}

WebpPicture::WebpPicture(const Image& image, const WorkWatch& watch) {
    if (image.shape.width > kWidestWebp || image.shape.height > kWidestWebp) {
        throw Error(ErrorKind::Usage, "a WebP picture has at most " + std::to_string(kWidestWebp) +
                                          " pixels a side; enlarge it less, or save it as PNG");
    }
    if (WebPPictureInit(&m_picture) == 0) {
        throw Error(ErrorKind::Io, "libwebp is of another version than the program was built for");
    }
    m_picture.use_argb = 1;
    m_picture.width = image.shape.width;
    m_picture.height = image.shape.height;
    if (WebPPictureAlloc(&m_picture) == 0) {
        throw std::bad_alloc();
    }
    m_picture.user_data = const_cast<WorkWatch*>(&watch);
    m_picture.progress_hook = follow;
    const auto channels = static_cast<std::size_t>(image.shape.channels);
    const std::uint8_t* from = image.pixels.data();
    for (int y = 0; y < image.shape.height; ++y) {
        std::uint32_t* to = m_picture.argb + std::int64_t{y} * m_picture.argb_stride;
        for (int x = 0; x < image.shape.width; ++x, from += channels) {
            *to++ = 0xff000000U | std::uint32_t{from[0]} << 16 | std::uint32_t{from[channels / 2]} << 8 |
                    from[channels - 1];
        }
    }
}

WebpPicture::~WebpPicture() {
    WebPPictureFree(&m_picture);
}

std::vector<std::byte> encodeWebp(const Image& image, const WorkWatch& watch) {
    const WebPConfig config = losslessWebp();
    WebpPicture picture(image, watch);
    WebPMemoryWriter writer;
    WebPMemoryWriterInit(&writer);
    const std::unique_ptr<WebPMemoryWriter, decltype(&WebPMemoryWriterClear)> owner(&writer,
                                                                                    &WebPMemoryWriterClear);
    picture.get()->writer = WebPMemoryWrite;
    picture.get()->custom_ptr = &writer;
    if (WebPEncode(&config, picture.get()) == 0) {
        watch.reached(0); // throws when that was the reason
        throw Error(ErrorKind::Io, "the picture could not be encoded as WebP (libwebp's error " +
                                       std::to_string(picture.get()->error_code) + ")");
    }
    const auto bytes = std::as_bytes(std::span(writer.mem, writer.size));
    return {bytes.begin(), bytes.end()};
}

} // namespace latentscape
