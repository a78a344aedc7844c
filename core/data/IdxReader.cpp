#include "core/data/IdxReader.h"

#include "core/tensor/Error.h"
#include "core/tensor/InputFile.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unistd.h>

namespace latentscape {
namespace {

constexpr std::uint8_t kUnsignedByte = 0x08;
constexpr std::size_t kChunk = std::size_t{256} * 1024; // bytes asked of zlib at once

// An open file whose bytes arrive unpacked, whether or not it is gzip.
class ByteStream {
public:
    explicit ByteStream(const std::filesystem::path& file);

    const std::string& name() const { return m_name; }
    bool isGzip() const { return m_gzip; }
    std::int64_t fileSize() const { return m_fileSize; }
    std::int64_t offset() const { return m_offset; }
    // Fewer bytes than asked for only at the end.
    std::size_t read(std::span<std::uint8_t> out);
    [[noreturn]] void refuse(std::int64_t at, const std::string& what) const;

private:
    struct Close {
        void operator()(gzFile file) const { gzclose(file); }
    };
    std::string m_name;
    std::unique_ptr<gzFile_s, Close> m_file;
    std::int64_t m_fileSize = 0;
    std::int64_t m_offset = 0; // unpacked bytes handed out
    bool m_gzip = false;
};

ByteStream::ByteStream(const std::filesystem::path& file)
    : m_name(file.string()) {
    InputFile input(file);
    m_fileSize = static_cast<std::int64_t>(input.size());
    const int descriptor = input.release();
    m_file.reset(gzdopen(descriptor, "rb"));
    if (!m_file) {
        close(descriptor);
        throw std::bad_alloc();
    }
    gzbuffer(m_file.get(), kChunk / 2);
    m_gzip = gzdirect(m_file.get()) == 0;
}

std::size_t ByteStream::read(std::span<std::uint8_t> out) {
    const int got = gzread(m_file.get(), out.data(), static_cast<unsigned>(out.size()));
    int error = Z_OK;
    std::string_view reason = gzerror(m_file.get(), &error);
    if (reason.starts_with("<fd:"))
        reason.remove_prefix(std::min(reason.size(), reason.find(' ') + 1)); // the file is named by us
    if (error == Z_ERRNO)
        throw Error(ErrorKind::Io, m_name + ": reading failed after byte " + std::to_string(m_offset) + ": " +
                                       std::strerror(errno) + ". Check the disk and try again.");
    if (error == Z_MEM_ERROR)
        throw std::bad_alloc();
    if (error == Z_BUF_ERROR)
        refuse(gzoffset(m_file.get()), "the gzip stream breaks off (the file is truncated), expected more "
                                       "compressed data. Download or copy the file again.");
    if (error != Z_OK || got < 0)
        refuse(gzoffset(m_file.get()),
               "the gzip stream is corrupt (" + std::string(reason) +
                   "), expected intact compressed data. Download or copy the file again.");
    m_offset += got;
    return static_cast<std::size_t>(got);
}

void ByteStream::refuse(std::int64_t at, const std::string& what) const {
    throw Error(ErrorKind::Input, m_name + ": byte " + std::to_string(at) + ": " + what);
}

std::string hex(std::uint32_t value, int digits) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "0x%0*X", digits, static_cast<unsigned>(value));
    return text.data();
}

const char* typeName(std::uint8_t type) {
    switch (type) {
    case 0x09:
        return "signed bytes";
    case 0x0B:
        return "16-bit integers";
    case 0x0C:
        return "32-bit integers";
    case 0x0D:
        return "32-bit floats";
    case 0x0E:
        return "64-bit floats";
    default:
        return nullptr;
    }
}

// The number of dimensions, 1 or 3.
std::size_t readMagic(ByteStream& stream) {
    std::array<std::uint8_t, 4> magic{};
    const std::size_t got = stream.read(magic);
    if (got < magic.size())
        stream.refuse(static_cast<std::int64_t>(got),
                      "the file ends inside its header, expected 4 bytes of magic number. "
                      "Choose an IDX file.");
    const auto [zero0, zero1, type, rank] = magic;
    if ((type == 0 && rank == 0) && (zero0 == 1 || zero0 == 3) && (zero1 == kUnsignedByte || typeName(zero1)))
        stream.refuse(0, "the header is little-endian, expected a big-endian one (most significant byte "
                         "first). Write the file again in big-endian order.");
    const std::uint32_t value =
        (std::uint32_t{zero0} << 24) | (std::uint32_t{zero1} << 16) | (std::uint32_t{type} << 8) | rank;
    if (zero0 != 0 || zero1 != 0 || (type != kUnsignedByte && !typeName(type)))
        stream.refuse(0, "the magic number is " + hex(value, 8) +
                             ", expected 0x00000803 (images) or 0x00000801 (labels). This is not an IDX "
                             "file; choose another.");
    if (type != kUnsignedByte)
        stream.refuse(2, "the values are " + std::string(typeName(type)) + " (type " + hex(type, 2) +
                             "), expected unsigned bytes (type 0x08). Convert the file to 8 bit.");
    if (rank != 1 && rank != 3)
        stream.refuse(3, "the file has " + std::to_string(rank) +
                             " dimensions, expected 3 (images: count, height, width) or 1 (labels). Convert "
                             "the file.");
    return rank;
}

// Dimensions, each at least 1 and their product within 63 bits.
std::vector<std::int64_t> readShape(ByteStream& stream) {
    const std::size_t rank = readMagic(stream);
    std::array<std::uint8_t, 12> header{};
    const std::size_t got = stream.read(std::span(header).first(4 * rank));
    if (got < 4 * rank)
        stream.refuse(stream.offset(), "the file ends inside its header, expected " +
                                           std::to_string(4 + 4 * rank) +
                                           " bytes of header. Download or copy the file again.");
    std::vector<std::int64_t> shape;
    std::int64_t total = 1;
    for (std::size_t axis = 0; axis < rank; ++axis) {
        const std::uint8_t* p = header.data() + 4 * axis;
        const std::int64_t size = (std::int64_t{p[0]} << 24) | (p[1] << 16) | (p[2] << 8) | p[3];
        const auto at = static_cast<std::int64_t>(4 + 4 * axis);
        if (size == 0)
            stream.refuse(at, axis == 0 ? "the header counts 0 items, expected at least one. Choose a file "
                                          "that is not empty."
                                        : "a side of the images is 0 pixels, expected at least 1. Choose "
                                          "another file.");
        if (__builtin_mul_overflow(total, size, &total))
            stream.refuse(at, "the dimensions overflow, expected a product below 2^63. The header is "
                              "damaged; download or copy the file again.");
        shape.push_back(size);
    }
    return shape;
}

// What the buffer grows to while `size` bytes of at most `total` have arrived. Always total halved some
// times, so that the last growth copies just half: then the pages in use never exceed `total`.
std::size_t nextCapacity(std::size_t size, std::size_t total) {
    std::size_t capacity = total;
    while (capacity / 2 >= std::max(size + 1, kChunk))
        capacity = (capacity + 1) / 2;
    return capacity;
}

std::vector<std::uint8_t> readBody(ByteStream& stream, std::size_t total, const LoadWatch& watch) {
    std::vector<std::uint8_t> bytes;
    if (!stream.isGzip())
        bytes.reserve(total); // held against the size of the file before
    while (bytes.size() < total) {
        watch.reached(stream.name(), static_cast<double>(bytes.size()) / static_cast<double>(total));
        const std::size_t before = bytes.size();
        if (before == bytes.capacity())
            bytes.reserve(nextCapacity(before, total));
        const std::size_t wanted = std::min({kChunk, total - before, bytes.capacity() - before});
        bytes.resize(before + wanted);
        const std::size_t got = stream.read(std::span(bytes).subspan(before));
        if (got < wanted)
            stream.refuse(stream.offset(), "the data end here, expected " + std::to_string(total) +
                                               " bytes after the header, found " +
                                               std::to_string(before + got) +
                                               ". Download or copy the file again.");
    }
    // One byte more than announced is enough to know; reading it also makes zlib check the CRC.
    std::array<std::uint8_t, 1> extra{};
    if (stream.read(extra) != 0)
        stream.refuse(stream.offset() - 1, "data go on after the end, expected " + std::to_string(total) +
                                               " bytes after the header. The header or the file is damaged; "
                                               "download or copy it again.");
    return bytes;
}

} // namespace

IdxFile readIdx(const std::filesystem::path& file, const LoadWatch& watch) {
    ByteStream stream(file);
    IdxFile result;
    result.shape = readShape(stream);
    std::int64_t total = 1;
    for (const std::int64_t size : result.shape)
        total *= size;
    const std::int64_t found = stream.fileSize() - stream.offset();
    if (!stream.isGzip() && found != total)
        stream.refuse(std::min(found, total) + stream.offset(),
                      std::string("the file is ") + (found < total ? "shorter" : "longer") +
                          " than its header says: expected " + std::to_string(total) +
                          " bytes after the header, found " + std::to_string(found) +
                          ". Download or copy the file again.");
    result.bytes = readBody(stream, static_cast<std::size_t>(total), watch);
    return result;
}

} // namespace latentscape
