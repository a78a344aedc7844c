#include "core/io/PngText.h"

#include "core/io/PngChunks.h"
#include "core/tensor/Error.h"
#include "core/tensor/InputFile.h"

#include <algorithm>
#include <memory>
#include <new>
#include <zlib.h>

namespace latentscape {

namespace {

constexpr std::size_t kPiece = 1 << 16;

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(ErrorKind::Input, reason);
}

// Chunk after chunk of a file whose end is known.
class ChunkReader {
public:
    explicit ChunkReader(const std::filesystem::path& file)
        : m_input(file)
        , m_left(m_input.size()) {
        std::array<std::uint8_t, kPngSignature.size()> signature{};
        if (m_left < signature.size()) {
            refuse("is no PNG file");
        }
        read(std::as_writable_bytes(std::span(signature)));
        if (signature != kPngSignature) {
            refuse("is no PNG file");
        }
    }

    // The type of the next chunk; nothing after the last.
    std::string next() {
        if (m_type == "IEND") {
            return {};
        }
        std::array<std::byte, 8> head{};
        read(head);
        m_length = numberAt(head);
        m_type.assign(reinterpret_cast<const char*>(head.data()) + 4, 4);
        if (std::uint64_t{m_length} + 4 > m_left) {
            refuse("ends within a part of " + std::to_string(m_length) + " bytes; it is not whole");
        }
        return m_type;
    }
    std::uint32_t length() const { return m_length; }

    Bytes content() {
        Bytes data(m_length);
        read(data);
        std::array<std::byte, 4> sum{};
        read(sum);
        if (numberAt(sum) != chunkChecksum(m_type, data)) {
            refuse("is damaged: the checksum of its text is wrong");
        }
        return data;
    }
    void skip() {
        Bytes piece;
        for (std::uint64_t left = std::uint64_t{m_length} + 4; left > 0; left -= piece.size()) {
            piece.resize(std::min<std::uint64_t>(left, kPiece));
            read(piece);
        }
    }

private:
    void read(std::span<std::byte> bytes) {
        if (bytes.size() > m_left) {
            refuse("ends too early; it is not whole");
        }
        m_input.read(bytes);
        m_left -= bytes.size();
    }

    InputFile m_input;
    std::uint64_t m_left;
    std::uint32_t m_length = 0;
    std::string m_type;
};

std::string unpack(std::string_view packed) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) {
        throw std::bad_alloc();
    }
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> owner(&stream, &inflateEnd);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string text;
    for (int result = Z_OK; result != Z_STREAM_END;) {
        const std::size_t size = text.size();
        if (size > kLongestPngText) {
            refuse("its text is longer than " + std::to_string(kLongestPngText) + " bytes");
        }
        text.resize(size + kPiece);
        stream.next_out = reinterpret_cast<Bytef*>(text.data() + size);
        stream.avail_out = kPiece;
        result = inflate(&stream, Z_NO_FLUSH);
        text.resize(text.size() - stream.avail_out);
        if (result != Z_OK && result != Z_STREAM_END) {
            refuse("its packed text is damaged");
        }
    }
    return text;
}

// Takes what stands before the next zero byte off `rest`.
std::string_view takeUntilZero(std::string_view& rest) {
    const std::size_t end = rest.find('\0');
    if (end == rest.npos) {
        refuse("its text is damaged");
    }
    const std::string_view before = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return before;
}

std::optional<std::string> textOf(std::string_view type, std::string_view content, std::string_view key) {
    if (takeUntilZero(content) != key) {
        return std::nullopt;
    }
    if (type == "tEXt") {
        return std::string(content);
    }
    const std::size_t flags = type == "zTXt" ? 1 : 2; // iTXt says first whether it is packed at all
    if (content.size() < flags) {
        refuse("its text is damaged");
    }
    const bool isPacked = type == "zTXt" || content[0] != '\0';
    content.remove_prefix(flags);
    if (type == "iTXt") {
        takeUntilZero(content); // its language
        takeUntilZero(content); // the key in that language
    }
    return isPacked ? unpack(content) : std::string(content);
}

std::optional<std::string> find(ChunkReader& chunks, std::string_view key) {
    for (std::string type = chunks.next(); !type.empty(); type = chunks.next()) {
        if (type != "tEXt" && type != "zTXt" && type != "iTXt") {
            chunks.skip();
            continue;
        }
        if (chunks.length() > kLongestPngText) {
            refuse("its text is longer than " + std::to_string(kLongestPngText) + " bytes");
        }
        const Bytes content = chunks.content();
        const std::string_view text(reinterpret_cast<const char*>(content.data()), content.size());
        if (auto found = textOf(type, text, key)) {
            return found;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> readPngText(const std::filesystem::path& file, std::string_view key) {
    try {
        ChunkReader chunks(file);
        return find(chunks, key);
    } catch (const Error& e) {
        const bool named = std::string_view(e.what()).starts_with(file.string());
        throw Error(e.kind(), named ? e.what() : file.string() + ": " + e.what());
    }
}

} // namespace latentscape
