#include "core/io/AnimationEncoder.h"
#include "core/io/WebpPicture.h"
#include "core/tensor/Error.h"

#include <new>
#include <span>
#include <string>
#include <webp/mux.h>

namespace latentscape {

namespace {

class WebpEncoder : public AnimationEncoder {
public:
    WebpEncoder(const AnimationHeader& header, const WorkWatch& watch)
        : m_header(header)
        , m_watch{watch.stop, {}} // the frames that are done tell how far it is
        , m_config(losslessWebp()) {
        WebPAnimEncoderOptions options;
        if (WebPAnimEncoderOptionsInit(&options) == 0) {
            throw Error(ErrorKind::Io, "libwebpmux is of another version than the program was built for");
        }
        options.anim_params.loop_count = header.repeats ? 0 : 1; // 0: forever
        m_encoder = WebPAnimEncoderNew(header.shape.width, header.shape.height, &options);
        if (m_encoder == nullptr) {
            throw std::bad_alloc();
        }
    }
    ~WebpEncoder() override { WebPAnimEncoderDelete(m_encoder); }
    WebpEncoder(const WebpEncoder&) = delete;
    WebpEncoder& operator=(const WebpEncoder&) = delete;

    void add(const Image& frame) override {
        WebpPicture picture(frame, m_watch);
        require(WebPAnimEncoderAdd(m_encoder, picture.get(), milliseconds(m_frames++), &m_config));
    }

    std::vector<std::byte> finish() override {
        require(WebPAnimEncoderAdd(m_encoder, nullptr, milliseconds(m_frames), nullptr));
        WebPData data;
        WebPDataInit(&data);
        require(WebPAnimEncoderAssemble(m_encoder, &data));
        const auto bytes = std::as_bytes(std::span(data.bytes, data.size));
        std::vector<std::byte> result(bytes.begin(), bytes.end());
        WebPDataClear(&data);
        return result;
    }

private:
    // When a frame begins.
    int milliseconds(std::int64_t frame) const {
        return static_cast<int>(1000 * frame / m_header.framesPerSecond);
    }

    void require(int result) {
        if (result == 0) {
            m_watch.reached(0); // throws when that was the reason
            throw Error(ErrorKind::Io, std::string("the animation could not be encoded as WebP: ") +
                                           WebPAnimEncoderGetError(m_encoder));
        }
    }

    const AnimationHeader m_header;
    const WorkWatch m_watch;
    const WebPConfig m_config;
    WebPAnimEncoder* m_encoder = nullptr;
    std::int64_t m_frames = 0;
};

} // namespace

std::unique_ptr<AnimationEncoder> makeWebpEncoder(const AnimationHeader& header, const WorkWatch& watch) {
    return std::make_unique<WebpEncoder>(header, watch);
}

} // namespace latentscape
