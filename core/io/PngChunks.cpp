#include "core/io/PngChunks.h"

#include "core/tensor/Error.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <new>
#include <zlib.h>

namespace latentscape {

namespace {

constexpr int kLevel = 6; // zlib's own choice between time and size
constexpr int kRowsAtOnce = 64;
constexpr std::size_t kPiece = 1 << 16; // bytes that deflate puts out at once
constexpr int kFilters = 5;             // None, Sub, Up, Average, Paeth

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

// zlib's stream, which gives its memory back when what uses it throws.
class Deflate {
public:
    Deflate() {
        if (deflateInit(&m_stream, kLevel) != Z_OK) {
            throw std::bad_alloc();
        }
    }
    ~Deflate() { deflateEnd(&m_stream); }
    Deflate(const Deflate&) = delete;
    Deflate& operator=(const Deflate&) = delete;

    void add(std::span<const std::byte> bytes, bool isLast, Bytes& out) {
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
        m_stream.avail_in = static_cast<uInt>(bytes.size());
        do {
            const std::size_t size = out.size();
            out.resize(size + kPiece);
            m_stream.next_out = reinterpret_cast<Bytef*>(out.data() + size);
            m_stream.avail_out = kPiece;
            deflate(&m_stream, isLast ? Z_FINISH : Z_NO_FLUSH);
            out.resize(out.size() - m_stream.avail_out);
        } while (m_stream.avail_out == 0);
    }

private:
    z_stream m_stream{};
};

// The value that the specification's section 9.4 calls PaethPredictor.
int paeth(int left, int up, int corner) {
    const int estimate = left + up - corner;
    const int toLeft = std::abs(estimate - left);
    const int toUp = std::abs(estimate - up);
    const int toCorner = std::abs(estimate - corner);
    return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
}

int predicted(int filter, int left, int up, int corner) {
    switch (filter) {
    case 1:
        return left;
    case 2:
        return up;
    case 3:
        return (left + up) / 2;
    case 4:
        return paeth(left, up, corner);
    default:
        return 0;
    }
}

// Chooses for each row the filter that leaves the smallest values: the heuristic of section 12.7.
class RowFilter {
public:
    RowFilter(std::size_t length, std::size_t channels)
        : m_channels(channels)
        , m_before(length) {
        for (auto& row : m_filtered) {
            row.resize(length + 1);
        }
    }

    std::span<const std::byte> apply(std::span<const std::uint8_t> row) {
        int best = 0;
        std::int64_t least = std::numeric_limits<std::int64_t>::max();
        for (int filter = 0; filter < kFilters; ++filter) {
            if (const std::int64_t sum = fill(filter, row); sum < least) {
                least = sum;
                best = filter;
            }
        }
        m_before.assign(row.begin(), row.end());
        return m_filtered[static_cast<std::size_t>(best)];
    }

private:
    std::int64_t fill(int filter, std::span<const std::uint8_t> row) {
        auto& out = m_filtered[static_cast<std::size_t>(filter)];
        out[0] = static_cast<std::byte>(filter);
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const bool isFirst = i < m_channels;
            const int left = isFirst ? 0 : row[i - m_channels];
            const int corner = isFirst ? 0 : m_before[i - m_channels];
            const auto value =
                static_cast<std::uint8_t>(row[i] - predicted(filter, left, m_before[i], corner));
            out[i + 1] = static_cast<std::byte>(value);
            sum += std::min<int>(value, 256 - value);
        }
        return sum;
    }

    const std::size_t m_channels;
    std::vector<std::uint8_t> m_before; // the row before, as it is
    std::array<Bytes, kFilters> m_filtered;
};

} // namespace

void appendNumber(Bytes& to, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        to.push_back(static_cast<std::byte>(value >> shift & 0xff));
    }
}

std::uint32_t numberAt(std::span<const std::byte> bytes) {
    std::uint32_t value = 0;
    for (const std::byte byte : bytes.first<4>()) {
        value = value << 8 | std::to_integer<std::uint32_t>(byte);
    }
    return value;
}

std::uint32_t chunkChecksum(std::string_view type, std::span<const std::byte> data) {
    uLong sum = crc32_z(0, reinterpret_cast<const Bytef*>(type.data()), type.size());
    if (!data.empty()) { // without an address zlib would begin anew
        sum = crc32_z(sum, reinterpret_cast<const Bytef*>(data.data()), data.size());
    }
    return static_cast<std::uint32_t>(sum);
}

void appendChunk(Bytes& to, std::string_view type, std::span<const std::byte> data) {
    constexpr std::size_t most = 0x7fffffff;
    if (data.size() > most) {
        throw Error(ErrorKind::Usage, "the picture is too large for a PNG file");
    }
    appendNumber(to, static_cast<std::uint32_t>(data.size()));
    const auto name = bytesOf(type);
    to.insert(to.end(), name.begin(), name.end());
    to.insert(to.end(), data.begin(), data.end());
    appendNumber(to, chunkChecksum(type, data));
}

void appendPngStart(Bytes& to, const ImageShape& shape) {
    const auto signature = std::as_bytes(std::span(kPngSignature));
    to.insert(to.end(), signature.begin(), signature.end());
    Bytes header;
    appendNumber(header, static_cast<std::uint32_t>(shape.width));
    appendNumber(header, static_cast<std::uint32_t>(shape.height));
    constexpr std::byte bits{8};
    constexpr std::byte grey{0};
    constexpr std::byte rgb{2};
    header.insert(header.end(),
                  {bits, shape.channels == 1 ? grey : rgb, std::byte{}, std::byte{}, std::byte{}});
    appendChunk(to, "IHDR", header);
}

void appendPngEnd(Bytes& to) {
    appendChunk(to, "IEND", {});
}

Bytes compressPixels(const Image& image, const WorkWatch& watch) {
    const auto channels = static_cast<std::size_t>(image.shape.channels);
    const std::size_t length = static_cast<std::size_t>(image.shape.width) * channels;
    RowFilter filter(length, channels);
    Deflate deflate;
    Bytes out;
    for (int y = 0; y < image.shape.height; ++y) {
        if (y % kRowsAtOnce == 0) {
            watch.reached(y, image.shape.height);
        }
        const std::span row(image.pixels.data() + static_cast<std::size_t>(y) * length, length);
        deflate.add(filter.apply(row), y + 1 == image.shape.height, out);
    }
    return out;
}

Bytes compressText(std::string_view text) {
    Bytes out;
    Deflate().add(bytesOf(text), true, out);
    return out;
}

void appendText(Bytes& to, std::string_view key, std::string_view text) {
    const std::span<const std::byte> name = bytesOf(key);
    Bytes data(name.begin(), name.end());
    data.insert(data.end(), 2, std::byte{}); // the key's end, and how the text is packed: 0
    const Bytes packed = compressText(text);
    data.insert(data.end(), packed.begin(), packed.end());
    appendChunk(to, "zTXt", data);
}

Bytes withText(std::span<const std::byte> png, std::string_view key, std::string_view text) {
    constexpr std::size_t kHeader = kPngSignature.size() + 12 + 13; // and IHDR: length, type, data, checksum
    const auto head = png.first(std::min(kHeader, png.size()));
    Bytes whole(head.begin(), head.end());
    appendText(whole, key, text);
    const auto rest = png.subspan(head.size());
    whole.insert(whole.end(), rest.begin(), rest.end());
    return whole;
}

} // namespace latentscape
