#include "core/io/EventFile.h"

#include "TemporaryFolder.h"

#include <cstring>
#include <numeric>

namespace latentscape {
namespace {

std::uint32_t crcOf(const std::string& bytes) {
    return crc32c(std::as_bytes(std::span(bytes)));
}

// RFC 3720, appendix B.4, and the check value that catalogues of checksums give.
TEST(EventFileTest, TheChecksumIsCastagnolis) {
    EXPECT_EQ(crcOf("123456789"), 0xe3069283U);
    EXPECT_EQ(crcOf(std::string(32, '\0')), 0x8a9136aaU);
    EXPECT_EQ(crcOf(std::string(32, '\xff')), 0x62a8ab43U);
    std::string ascending(32, '\0');
    std::iota(ascending.begin(), ascending.end(), '\0');
    EXPECT_EQ(crcOf(ascending), 0x46dd794eU);
    EXPECT_EQ(crcOf(""), 0U);
}

template <typename Value> Value at(const std::string& bytes, std::size_t place) {
    Value value{};
    std::memcpy(&value, bytes.data() + place, sizeof value);
    return value;
}

std::uint32_t masked(const std::string& bytes) {
    const std::uint32_t crc = crcOf(bytes);
    return (crc >> 15 | crc << 17) + 0xa282ead8U;
}

// The messages of a file whose every frame is sound.
std::vector<std::string> messagesOf(const std::string& bytes) {
    std::vector<std::string> messages;
    for (std::size_t place = 0; place < bytes.size();) {
        const auto length = at<std::uint64_t>(bytes, place);
        EXPECT_EQ(at<std::uint32_t>(bytes, place + 8), masked(bytes.substr(place, 8)));
        messages.push_back(bytes.substr(place + 12, length));
        EXPECT_EQ(at<std::uint32_t>(bytes, place + 12 + length), masked(messages.back()));
        place += 12 + length + 4;
    }
    return messages;
}

// The bytes by hand, after the encoding of protocol buffers: key = field << 3 | type.
TEST(EventFileTest, EventsAreProtocolBuffers) {
    EventFile file(1.5);
    const std::vector<EventFile::Scalar> scalars{{"a/b", 1.0f}, {"c", -2.0f}};
    file.add(2.0, 300, scalars);
    const auto messages = messagesOf(file.bytes());
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[0], std::string("\x09\0\0\0\0\0\0\xf8\x3f", 9) + "\x1a\x0d" + "brain.Event:2");
    const std::string first = std::string("\x0a\x03") + "a/b" + std::string("\x15\0\0\x80\x3f", 5);
    const std::string second = std::string("\x0a\x01") + "c" + std::string("\x15\0\0\0\xc0", 5);
    EXPECT_EQ(messages[1], std::string("\x09\0\0\0\0\0\0\0\x40", 9) + "\x10\xac\x02" // 300 = 2 * 128 + 44
                               + "\x2a\x16" + "\x0a\x0a" + first + "\x0a\x08" + second);
}

// The first record of every such file, but for the time: what TensorFlow writes for time 0.
TEST(EventFileTest, TheFirstRecordIsTheVersion) {
    const std::string bytes = EventFile(0).bytes();
    const std::string message = std::string("\x09\0\0\0\0\0\0\0\0", 9) + "\x1a\x0d" + "brain.Event:2";
    EXPECT_EQ(bytes.substr(0, 8), std::string("\x18\0\0\0\0\0\0\0", 8));
    EXPECT_EQ(at<std::uint32_t>(bytes, 8), 0x224b7fa3U); // "\xa3\x7fK\"", as each such file begins
    EXPECT_EQ(bytes.substr(12, 24), message);
    EXPECT_EQ(bytes.size(), 12U + 24 + 4);
}

TEST(EventFileTest, AFolderHoldsOneFileHoweverOften) {
    const TemporaryFolder folder;
    EventFile file(0);
    const auto first = file.save(folder / "events");
    const auto second = file.save(folder / "events");
    EXPECT_EQ(first, second);
    EXPECT_NE(first.filename().string().find("tfevents"), std::string::npos);
    EXPECT_EQ(readBytes(first), file.bytes());
    writeBytes(folder / "taken", "");
    messageOf(ErrorKind::Io, [&] { file.save(folder / "taken"); });
}

} // namespace
} // namespace latentscape
