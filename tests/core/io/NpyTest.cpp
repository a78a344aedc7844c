#include "core/io/Npy.h"

#include "core/io/Csv.h"
#include "TemporaryFolder.h"

#include <cstring>

namespace latentscape {
namespace {

// What numpy.save() writes for the same array, byte for byte.
TEST(NpyTest, FloatsLieBehindAHeaderOfWholeLines) {
    const TemporaryFolder folder;
    const std::vector<float> values{0, 1, 2, 3, 4, -0.5f};
    saveNpy(folder / "a.npy", {2, 3}, values);
    const std::string bytes = readBytes(folder / "a.npy");
    ASSERT_EQ(bytes.size(), 128 + 6 * sizeof(float));
    EXPECT_EQ(bytes.substr(0, 10), std::string("\x93NUMPY\x01\x00\x76\x00", 10));
    const std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    EXPECT_EQ(bytes.substr(10, header.size()), header);
    EXPECT_EQ(bytes.substr(10 + header.size(), 128 - 11 - header.size()),
              std::string(128 - 11 - header.size(), ' '));
    EXPECT_EQ(bytes[127], '\n');
    EXPECT_EQ(bytes.substr(128, 8), std::string("\x00\x00\x00\x00\x00\x00\x80\x3f", 8));
    EXPECT_EQ(bytes.substr(148), std::string("\x00\x00\x00\xbf", 4));
}

TEST(NpyTest, LabelsAreSmallIntegers) {
    const TemporaryFolder folder;
    const std::vector<std::uint16_t> values{1, 513, 65535};
    saveNpy(folder / "a.npy", {3}, values);
    const std::string bytes = readBytes(folder / "a.npy");
    EXPECT_NE(bytes.find("'<u2'"), bytes.npos);
    EXPECT_NE(bytes.find("(3,)"), bytes.npos); // of one number, as Python writes it
    EXPECT_EQ(bytes.substr(128), std::string("\x01\x00\x01\x02\xff\xff", 6));
}

TEST(NpyTest, AShapeOfOtherNumbersIsRefused) {
    const TemporaryFolder folder;
    const std::vector<float> values(5);
    const std::string message = messageOf(ErrorKind::Usage, [&] {
        saveNpy(folder / "a.npy", {2, 3}, values);
    });
    EXPECT_NE(message.find("2x3 was given 5"), message.npos) << message;
    EXPECT_EQ(folder.fileCount(), 0);
    messageOf(ErrorKind::Io, [&] { saveNpy(folder / "no" / "a.npy", {5}, values); });
}

TEST(CsvTest, NumbersReadBackAndWordsAreQuotedWhereTheyNeedIt) {
    EXPECT_EQ(csvNumber(0.1f), "0.1");
    EXPECT_EQ(csvNumber(std::uint16_t{7}), "7");
    EXPECT_EQ(csvText("T-shirt"), "T-shirt");
    EXPECT_EQ(csvText("a, \"b\""), "\"a, \"\"b\"\"\"");
    EXPECT_EQ(csvText("two\nlines"), "\"two\nlines\"");
}

} // namespace
} // namespace latentscape
