#include "core/data/IdxReader.h"

#include "tests/core/data/IdxFiles.h"
#include "tests/core/io/AsNobody.h"

#include <algorithm>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace latentscape {
namespace {

using namespace test;
namespace fs = std::filesystem;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true; // memory is then not what it is in the real program
#else
constexpr bool kSanitized = false;
#endif

class IdxReaderTest : public testing::Test {
protected:
    // The file must be refused with its name, the byte, and all of `parts`.
    void expectRefused(const Bytes& bytes, std::int64_t byte, std::vector<std::string> parts) {
        const auto file = m_folder.write("some-file", bytes);
        parts.push_back(file.string());
        parts.push_back("byte " + std::to_string(byte) + ":");
        expectError(ErrorKind::Input, parts, [&] { readIdx(file); });
    }

    TemporaryFolder m_folder;
};

TEST_F(IdxReaderTest, ReadsImagesAndLabels) {
    const IdxFile images = readIdx(m_folder.write("images", idxFile({3, 2, 5}, 7)));
    EXPECT_EQ(images.shape, (std::vector<std::int64_t>{3, 2, 5}));
    ASSERT_EQ(images.bytes.size(), 30u);
    EXPECT_EQ(images.bytes.front(), 7);
    EXPECT_EQ(images.bytes.back(), 36);
    const IdxFile labels = readIdx(m_folder.write("labels", idxFile({4})));
    EXPECT_EQ(labels.shape, (std::vector<std::int64_t>{4}));
    EXPECT_EQ(labels.bytes, (Bytes{0, 1, 2, 3}));
}

TEST_F(IdxReaderTest, KnowsGzipByItsContentNotItsName) {
    const Bytes plain = idxFile({9, 4, 4});
    EXPECT_EQ(readIdx(m_folder.write("packed", gzip(plain))).bytes,
              readIdx(m_folder.write("plain.gz", plain)).bytes);
}

TEST_F(IdxReaderTest, ReadsGzipOfSeveralMembers) {
    const Bytes plain = idxFile({9, 4, 4});
    Bytes packed = gzip({plain.begin(), plain.begin() + 50});
    const Bytes rest = gzip({plain.begin() + 50, plain.end()});
    packed.insert(packed.end(), rest.begin(), rest.end());
    EXPECT_EQ(readIdx(m_folder.write("members.gz", packed)).bytes, Bytes(plain.begin() + 16, plain.end()));
}

TEST_F(IdxReaderTest, ReadsEverySizeAcrossBufferBorders) {
    for (const std::uint32_t size : {262143u, 262144u, 262145u, 524289u, 1000003u, 3000000u}) {
        const Bytes plain = idxFile({size});
        const IdxFile file = readIdx(m_folder.write("large.gz", gzip(plain)));
        ASSERT_EQ(file.bytes.size(), size);
        EXPECT_TRUE(std::equal(file.bytes.begin(), file.bytes.end(), plain.begin() + 8)) << size;
    }
}

TEST_F(IdxReaderTest, RefusesWrongMagic) {
    expectRefused({0x89, 'P', 'N', 'G', 1, 2, 3, 4}, 0,
                  {"0x89504E47", "expected 0x00000803", "not an IDX file"});
    expectRefused({0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5}, 3, {"2 dimensions", "expected 3"});
}

TEST_F(IdxReaderTest, RefusesLittleEndianHeader) {
    expectRefused({3, 8, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 2, 3, 4}, 0,
                  {"little-endian", "big-endian"});
}

TEST_F(IdxReaderTest, RefusesOtherTypes) {
    expectRefused(idxHeader(0x0D, {1, 2, 2}), 2,
                  {"32-bit floats", "0x0D", "expected unsigned bytes", "Convert"});
}

TEST_F(IdxReaderTest, RefusesDimensionsThatOverflow) {
    expectRefused(idxHeader(8, {0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}), 8, {"overflow", "2^63"});
    expectRefused(gzip(idxHeader(8, {0x80000000, 0x80000000, 0x80000000})), 12, {"overflow", "2^63"});
}

TEST_F(IdxReaderTest, RefusesShortAndLongFiles) {
    expectRefused({}, 0, {"inside its header", "4 bytes"});
    expectRefused({0, 0, 8}, 3, {"inside its header", "4 bytes"});
    expectRefused({0, 0, 8, 3, 0, 0, 0, 1}, 8, {"inside its header", "16 bytes"});
    Bytes bytes = idxFile({3, 2, 5});
    bytes.pop_back();
    expectRefused(bytes, 45, {"shorter", "expected 30 bytes", "found 29"});
    expectRefused(gzip(bytes), 45, {"data end here", "expected 30 bytes", "found 29"});
    bytes.insert(bytes.end(), 2, 0);
    expectRefused(bytes, 46, {"longer", "expected 30 bytes", "found 31"});
    expectRefused(gzip(bytes), 46, {"go on", "expected 30 bytes"});
}

TEST_F(IdxReaderTest, RefusesZeroImages) {
    expectRefused(idxHeader(8, {0, 28, 28}), 4, {"0 items", "at least one"});
    expectRefused(idxHeader(8, {5, 28, 0}), 12, {"0 pixels", "at least 1"});
}

TEST_F(IdxReaderTest, RefusesTruncatedGzipWhereverItBreaksOff) {
    const Bytes whole = gzip(idxFile({9, 4, 4}));
    for (std::size_t size = 2; size < whole.size(); ++size)
        expectRefused({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)},
                      static_cast<std::int64_t>(size), {"breaks off", "truncated"});
}

TEST_F(IdxReaderTest, RefusesCorruptGzip) {
    const Bytes whole = gzip(idxFile({9, 4, 4}));
    Bytes wrongCrc = whole;
    wrongCrc[whole.size() - 8] ^= 1;
    const auto file = m_folder.write("wrong-crc.gz", wrongCrc);
    expectError(ErrorKind::Input, {file.string(), "byte ", "corrupt (incorrect data check)"}, [&] { readIdx(file); });
    // Whichever byte is flipped: an Error or, in a header field that means nothing, the same images.
    for (std::size_t i = 0; i < whole.size(); ++i) {
        Bytes flipped = whole;
        flipped[i] ^= 0x55;
        try {
            EXPECT_EQ(readIdx(m_folder.write("flipped.gz", flipped)).bytes.size(), 144u);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Input) << error.what();
        }
    }
}

TEST_F(IdxReaderTest, StopsAtOnceInGzipBomb) {
    Bytes bomb = idxFile({1, 2, 2});
    bomb.resize(200'000'000);
    const auto file = m_folder.write("bomb.gz", gzip(bomb));
    bomb = {};
    const auto start = std::chrono::steady_clock::now();
    expectError(ErrorKind::Input, {"byte 20:", "go on", "expected 4 bytes"}, [&] { readIdx(file); });
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(100));
}

TEST_F(IdxReaderTest, AllocatesNothingFromAnUncheckedHeader) {
    if (kSanitized)
        GTEST_SKIP() << "address space cannot be limited under a sanitizer";
    Bytes bytes = idxHeader(8, {2000000, 1000, 1000}); // 2 TB
    bytes.resize(3'000'000);
    const auto packed = m_folder.write("promise.gz", gzip(bytes));
    const auto plain = m_folder.write("promise", bytes);
    const auto readInLittleMemory = [&] {
        rlimit limit{256u << 20, 256u << 20};
        setrlimit(RLIMIT_AS, &limit);
        for (const auto& file : {packed, plain})
            expectError(ErrorKind::Input, {"expected 2000000000000 bytes"}, [&] { readIdx(file); });
        _exit(testing::Test::HasFailure() ? 1 : 0);
    };
    EXPECT_EXIT(readInLittleMemory(), testing::ExitedWithCode(0), "");
}

TEST_F(IdxReaderTest, RefusesWhatIsNoRegularFile) {
    expectError(ErrorKind::Input, {m_folder.path().string(), "a folder", "expected a regular file"},
                [&] { readIdx(m_folder.path()); });
    const auto fifo = m_folder / "fifo";
    ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
    expectError(ErrorKind::Input, {fifo.string(), "FIFO", "expected a regular file"}, [&] { readIdx(fifo); });
    expectError(ErrorKind::Input, {"/dev/null", "a device"}, [&] { readIdx("/dev/null"); });
}

TEST_F(IdxReaderTest, RefusesMissingPath) {
    const auto file = m_folder / "not-there";
    expectError(ErrorKind::Input, {file.string(), "No such file", "Check the path"}, [&] { readIdx(file); });
}

TEST_F(IdxReaderTest, RefusesFileWithoutPermission) {
    const auto file = m_folder.write("secret", idxFile({1, 2, 2}));
    fs::permissions(m_folder.path(), fs::perms(0755));
    fs::permissions(file, fs::perms::none);
    const AsNobody nobody;
    expectError(ErrorKind::Input, {file.string(), "Permission denied", "readable"}, [&] { readIdx(file); });
}

// A process's memory is a regular file of which the first page is never there.
TEST_F(IdxReaderTest, AReadThatFailsIsAFailureOfTheSystem) {
    expectError(ErrorKind::Io, {"/proc/self/mem", "after byte 0", "Input/output error"},
                [&] { readIdx("/proc/self/mem"); });
}

} // namespace
} // namespace latentscape
