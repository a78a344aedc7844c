#include "core/io/AnimationEncoder.h"
#include "core/io/Palette.h"
#include "core/tensor/Error.h"

#include <algorithm>
#include <array>
#include <gif_lib.h>
#include <new>
#include <optional>
#include <string>

namespace latentscape {

namespace {

constexpr int kColourBits = 8;

[[noreturn]] void fail(int error) {
    const char* reason = GifErrorString(error);
    throw Error(ErrorKind::Io, std::string("the GIF could not be encoded: ") +
                                   (reason != nullptr ? reason : "for a reason that giflib does not tell"));
}

// giflib wants as many colours as a power of two.
class ColourMap {
public:
    explicit ColourMap(const std::vector<std::array<std::uint8_t, 3>>& colours) {
        int size = 2;
        while (std::cmp_less(size, colours.size())) {
            size *= 2;
        }
        m_map = GifMakeMapObject(size, nullptr);
        if (m_map == nullptr) {
            throw std::bad_alloc();
        }
        std::fill_n(m_map->Colors, size, GifColorType{0, 0, 0});
        std::ranges::transform(colours, m_map->Colors, [](const auto& colour) {
            return GifColorType{colour[0], colour[1], colour[2]};
        });
    }
    ~ColourMap() { GifFreeMapObject(m_map); }
    ColourMap(const ColourMap&) = delete;
    ColourMap& operator=(const ColourMap&) = delete;

    const ColorMapObject* get() const { return m_map; }

private:
    ColorMapObject* m_map = nullptr;
};

std::vector<std::array<std::uint8_t, 3>> allGreys() {
    std::vector<std::array<std::uint8_t, 3>> greys;
    for (int value = 0; value < 256; ++value) {
        const auto grey = static_cast<std::uint8_t>(value);
        greys.push_back({grey, grey, grey});
    }
    return greys;
}

// Grey frames share one palette of all greys; a colour frame has one of its own. Only what a frame changes is
// written.
class GifEncoder : public AnimationEncoder {
public:
    explicit GifEncoder(const AnimationHeader& header)
        : m_header(header) {
        int error = 0;
        m_gif = EGifOpen(this, &GifEncoder::write, &error);
        if (m_gif == nullptr) {
            fail(error);
        }
        try {
            writeHeader();
        } catch (...) {
            close();
            throw;
        }
    }
    ~GifEncoder() override { close(); }

    void add(const Image& frame) override {
        const FramePart part = m_before.pixels.empty()
                                   ? FramePart{0, 0, frame.shape.width, frame.shape.height}
                                   : changedPart(m_before, frame);
        const Image changed = cut(frame, part);
        writeDelay();
        std::optional<ColourMap> colours;
        IndexedImage indexed;
        if (frame.shape.channels == 1) {
            indexed.indices = changed.pixels;
        } else {
            indexed = toIndexed(changed, m_header.dithers);
            colours.emplace(indexed.palette);
        }
        require(EGifPutImageDesc(m_gif, part.x, part.y, part.width, part.height, false,
                                 colours ? colours->get() : nullptr));
        for (int y = 0; y < part.height; ++y) {
            require(EGifPutLine(m_gif, indexed.indices.data() + std::int64_t{y} * part.width, part.width));
        }
        m_before = frame;
        ++m_frames;
    }

    std::vector<std::byte> finish() override {
        int error = 0;
        if (EGifCloseFile(std::exchange(m_gif, nullptr), &error) != GIF_OK) {
            fail(error);
        }
        return std::move(m_bytes);
    }

private:
    static int write(GifFileType* gif, const GifByteType* bytes, int count) {
        auto& to = static_cast<GifEncoder*>(gif->UserData)->m_bytes;
        const auto* first = reinterpret_cast<const std::byte*>(bytes);
        to.insert(to.end(), first, first + count);
        return count;
    }

    void require(int result) {
        if (result != GIF_OK) {
            fail(m_gif->Error);
        }
    }

    void writeHeader() {
        EGifSetGifVersion(m_gif, true); // with extensions
        std::optional<ColourMap> greys;
        if (m_header.shape.channels == 1) {
            greys.emplace(allGreys());
        }
        require(EGifPutScreenDesc(m_gif, m_header.shape.width, m_header.shape.height, kColourBits, 0,
                                  greys ? greys->get() : nullptr));
        if (m_header.repeats && m_header.frames > 1) {
            constexpr std::array<GifByteType, 3> forever{1, 0, 0};
            require(EGifPutExtensionLeader(m_gif, APPLICATION_EXT_FUNC_CODE));
            require(EGifPutExtensionBlock(m_gif, 11, "NETSCAPE2.0"));
            require(EGifPutExtensionBlock(m_gif, forever.size(), forever.data()));
            require(EGifPutExtensionTrailer(m_gif));
        }
    }

    // Hundredths of a second, rounded so that the whole takes as long as it should.
    void writeDelay() {
        const auto end = [this](std::int64_t frames) {
            return (200 * frames + m_header.framesPerSecond) / (2 * m_header.framesPerSecond);
        };
        GraphicsControlBlock control{};
        control.DisposalMode = DISPOSE_DO_NOT;
        control.DelayTime = static_cast<int>(end(m_frames + 1) - end(m_frames));
        control.TransparentColor = NO_TRANSPARENT_COLOR;
        std::array<GifByteType, 4> extension{};
        EGifGCBToExtension(&control, extension.data());
        require(EGifPutExtension(m_gif, GRAPHICS_EXT_FUNC_CODE, extension.size(), extension.data()));
    }

    void close() {
        if (m_gif != nullptr) {
            EGifCloseFile(std::exchange(m_gif, nullptr), nullptr);
        }
    }

    const AnimationHeader m_header;
    GifFileType* m_gif = nullptr;
    std::vector<std::byte> m_bytes;
    Image m_before;
    std::int64_t m_frames = 0;
};

} // namespace

std::unique_ptr<AnimationEncoder> makeGifEncoder(const AnimationHeader& header) {
    return std::make_unique<GifEncoder>(header);
}

} // namespace latentscape
