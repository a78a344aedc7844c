#include "core/io/EventFile.h"

#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"

#include <array>
#include <bit>
#include <concepts>
#include <system_error>

namespace latentscape {

namespace {

// TensorBoard reads each file whose name holds "tfevents".
constexpr const char* kName = "events.out.tfevents.latentscape";

constexpr std::array<std::uint32_t, 256> makeTable() {
    constexpr std::uint32_t kReversed = 0x82f63b78; // the polynomial 0x1edc6f41, its lowest bit first
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit) {
            value = value >> 1 ^ (value & 1 ? kReversed : 0);
        }
        table[byte] = value;
    }
    return table;
}

template <std::unsigned_integral Number> void putFixed(std::string& to, Number value) {
    for (std::size_t byte = 0; byte < sizeof(Number); ++byte) {
        to += static_cast<char>(value >> 8 * byte & 255);
    }
}

// The rest is the wire format of protocol buffers: a key of field number and wire type before each value.
enum WireType : std::uint32_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

void putVarint(std::string& to, std::uint64_t value) {
    for (; value >= 128; value >>= 7) {
        to += static_cast<char>((value & 127) | 128);
    }
    to += static_cast<char>(value);
}

void putKey(std::string& to, std::uint32_t field, WireType type) {
    putVarint(to, field << 3 | type);
}

void putBytes(std::string& to, std::uint32_t field, std::string_view bytes) {
    putKey(to, field, Bytes);
    putVarint(to, bytes.size());
    to += bytes;
}

// message Event: double wall_time = 1, int64 step = 2, string file_version = 3, Summary summary = 5.
std::string eventHead(double wallTime) {
    std::string event;
    putKey(event, 1, Fixed64);
    putFixed(event, std::bit_cast<std::uint64_t>(wallTime));
    return event;
}

// message Summary: repeated Value value = 1; Value: string tag = 1, float simple_value = 2.
std::string summaryOf(std::span<const EventFile::Scalar> scalars) {
    std::string summary;
    for (const EventFile::Scalar& scalar : scalars) {
        std::string value;
        putBytes(value, 1, scalar.tag);
        putKey(value, 2, Fixed32);
        putFixed(value, std::bit_cast<std::uint32_t>(scalar.value));
        putBytes(summary, 1, value);
    }
    return summary;
}

// So that the checksum of bytes that hold a checksum is not a trivial one.
std::uint32_t masked(std::string_view bytes) {
    const std::uint32_t crc = crc32c(std::as_bytes(std::span(bytes)));
    return std::rotr(crc, 15) + 0xa282ead8;
}

} // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes) {
    static constexpr std::array<std::uint32_t, 256> table = makeTable();
    std::uint32_t crc = 0xffffffff;
    for (const std::byte byte : bytes) {
        crc = table[(crc ^ static_cast<std::uint32_t>(byte)) & 255] ^ crc >> 8;
    }
    return ~crc;
}

EventFile::EventFile(double wallTime) {
    std::string event = eventHead(wallTime);
    putBytes(event, 3, "brain.Event:2");
    addRecord(event);
}

void EventFile::add(double wallTime, std::int64_t step, std::span<const Scalar> scalars) {
    std::string event = eventHead(wallTime);
    putKey(event, 2, Varint);
    putVarint(event, static_cast<std::uint64_t>(step));
    putBytes(event, 5, summaryOf(scalars));
    addRecord(event);
}

// TFRecord: length, its checksum, the message, its checksum.
void EventFile::addRecord(std::string_view message) {
    std::string length;
    putFixed(length, std::uint64_t{message.size()});
    m_bytes += length;
    putFixed(m_bytes, masked(length));
    m_bytes += message;
    putFixed(m_bytes, masked(message));
}

std::filesystem::path EventFile::save(const std::filesystem::path& folder) const {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw Error(ErrorKind::Io, folder.string() + ": the folder cannot be made: " + error.message());
    }
    const std::filesystem::path file = folder / kName;
    writeFileAtomically(file, std::as_bytes(std::span(m_bytes)));
    return file;
}

} // namespace latentscape
