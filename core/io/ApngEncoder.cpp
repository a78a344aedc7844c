#include "core/io/AnimationEncoder.h"
#include "core/io/PngChunks.h"

#include <utility>

namespace latentscape {

namespace {

// Only what a frame changes is written, over what was there.
class ApngEncoder : public AnimationEncoder {
public:
    explicit ApngEncoder(const AnimationHeader& header)
        : m_header(header) {
        appendPngStart(m_bytes, header.shape);
        Bytes control; // acTL: how many frames, and how often all of them; 0: forever
        appendNumber(control, static_cast<std::uint32_t>(header.frames));
        appendNumber(control, header.repeats ? 0 : 1);
        appendChunk(m_bytes, "acTL", control);
    }

    void add(const Image& frame) override {
        const bool isFirst = m_before.pixels.empty();
        const FramePart part =
            isFirst ? FramePart{0, 0, frame.shape.width, frame.shape.height} : changedPart(m_before, frame);
        appendControl(part);
        const Bytes pixels = compressPixels(cut(frame, part));
        if (isFirst) { // it is what a program sees that knows still pictures only
            appendChunk(m_bytes, "IDAT", pixels);
        } else {
            Bytes data;
            data.reserve(pixels.size() + 4);
            appendNumber(data, m_sequence++);
            data.insert(data.end(), pixels.begin(), pixels.end());
            appendChunk(m_bytes, "fdAT", data);
        }
        m_before = frame;
    }

    std::vector<std::byte> finish() override {
        appendPngEnd(m_bytes);
        return std::move(m_bytes);
    }

private:
    // fcTL: where the frame stands and how long. It stays, and nothing shines through.
    void appendControl(const FramePart& part) {
        Bytes control;
        appendNumber(control, m_sequence++);
        for (const int value : {part.width, part.height, part.x, part.y}) {
            appendNumber(control, static_cast<std::uint32_t>(value));
        }
        appendNumber(control, 1U << 16 | static_cast<std::uint32_t>(m_header.framesPerSecond)); // 1/n s
        control.insert(control.end(), {std::byte{0}, std::byte{0}});
        appendChunk(m_bytes, "fcTL", control);
    }

    const AnimationHeader m_header;
    Bytes m_bytes;
    Image m_before;
    std::uint32_t m_sequence = 0;
};

} // namespace

std::unique_ptr<AnimationEncoder> makeApngEncoder(const AnimationHeader& header) {
    return std::make_unique<ApngEncoder>(header);
}

} // namespace latentscape
