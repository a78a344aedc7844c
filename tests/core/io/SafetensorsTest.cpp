#include "core/io/Safetensors.h"

#include "TemporaryFolder.h"

#include <cstring>
#include <sys/stat.h>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

template <typename T> std::vector<std::byte> bytesOf(const std::vector<T>& values) {
    const auto bytes = std::as_bytes(std::span(values));
    return {bytes.begin(), bytes.end()};
}

SafetensorsFile example() {
    SafetensorsFile file;
    file.metadata = {{"format", "test"}, {"note", "ünïcode, a \"checksum\":\"quoted\" and a \\ \n"}};
    file.tensors["w"] = {TensorType::F32, {2, 3}, bytesOf<float>({1, -2, 3.5f, 0, 1e-30f, 7})};
    file.tensors["a"] = {TensorType::U32, {3}, bytesOf<std::uint32_t>({2, 0, 1})};
    file.tensors["z"] = {TensorType::I64, {1, 2}, bytesOf<std::int64_t>({-1, 1LL << 60})};
    file.tensors["scalar"] = {TensorType::F32, {}, bytesOf<float>({42})};
    file.tensors["empty"] = {TensorType::F32, {0, 5}, {}};
    return file;
}

void expectSame(const SafetensorsFile& got, const SafetensorsFile& expected) {
    EXPECT_EQ(got.metadata, expected.metadata);
    ASSERT_EQ(got.tensors.size(), expected.tensors.size());
    for (const auto& [name, tensor] : expected.tensors) {
        ASSERT_TRUE(got.tensors.contains(name)) << name;
        EXPECT_EQ(got.tensors.at(name).type, tensor.type) << name;
        EXPECT_EQ(got.tensors.at(name).shape, tensor.shape) << name;
        EXPECT_EQ(got.tensors.at(name).bytes, tensor.bytes) << name;
    }
}

// A file made by hand: the header as given, then `data` bytes.
std::string handMade(const std::string& header, std::size_t data) {
    const std::uint64_t size = header.size();
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &size, 8);
    return bytes + header + std::string(data, '\1');
}

std::string refusal(const std::string& bytes) {
    const TemporaryFolder folder;
    writeBytes(folder / "f.safetensors", bytes);
    const std::string message =
        messageOf(ErrorKind::Input, [&] { readSafetensors(folder / "f.safetensors"); });
    EXPECT_NE(message.find("f.safetensors"), std::string::npos) << message;
    return message;
}

TEST(SafetensorsTest, RoundTrip) {
    const TemporaryFolder folder;
    writeSafetensors(folder / "f", example());
    expectSame(readSafetensors(folder / "f"), example());
    writeSafetensors(folder / "f", {});
    expectSame(readSafetensors(folder / "f"), {});
}

TEST(SafetensorsTest, DataAreAlignedAndTheHeaderPadded) {
    const TemporaryFolder folder;
    writeSafetensors(folder / "f", example());
    const std::string bytes = readBytes(folder / "f");
    std::uint64_t header = 0;
    std::memcpy(&header, bytes.data(), 8);
    EXPECT_EQ(header % 8, 0U);
    EXPECT_EQ(bytes[8], '{');
    std::int64_t first = 0; // the 8-byte type comes first
    std::memcpy(&first, bytes.data() + 8 + header, 8);
    EXPECT_EQ(first, -1);
}

TEST(SafetensorsTest, AFileOfAnotherProgramIsReadWithoutAChecksum) {
    const TemporaryFolder folder;
    writeBytes(folder / "f", handMade(R"({"b": {"dtype": "U32", "shape": [1], "data_offsets": [8, 12]},
        "a": {"data_offsets": [0, 8], "dtype": "F32", "shape": [2]}, "__metadata__": {"k": "v"}}  )",
                                      12));
    const SafetensorsFile file = readSafetensors(folder / "f");
    EXPECT_EQ(file.metadata.at("k"), "v");
    EXPECT_EQ(file.tensors.at("a").shape, Shape{2});
    EXPECT_EQ(file.tensors.at("b").type, TensorType::U32);
}

TEST(SafetensorsTest, EveryShorterOrLongerFileIsRefused) {
    const TemporaryFolder folder;
    writeSafetensors(folder / "f", example());
    const std::uintmax_t whole = fs::file_size(folder / "f");
    for (std::uintmax_t length = whole; length-- > 0;) {
        fs::resize_file(folder / "f", length);
        messageOf(ErrorKind::Input, [&] { readSafetensors(folder / "f"); });
    }
    writeSafetensors(folder / "f", example());
    fs::resize_file(folder / "f", whole + 1);
    messageOf(ErrorKind::Input, [&] { readSafetensors(folder / "f"); });
}

TEST(SafetensorsTest, AFlippedBitIsFoundWhereverItIs) {
    const TemporaryFolder folder;
    writeSafetensors(folder / "f", example());
    const std::size_t bits = 8 * fs::file_size(folder / "f");
    for (std::size_t bit = 0; bit < bits; flipBit(folder / "f", bit++)) {
        flipBit(folder / "f", bit);
        try {
            SafetensorsFile read = readSafetensors(folder / "f");
            // Only where the checksum's own name was hit can it not be verified; all the rest is whole then.
            std::erase_if(read.metadata, [](const auto& item) { return item.first.size() == 8; });
            expectSame(read, example());
        } catch (const Error& e) {
            EXPECT_EQ(e.kind(), ErrorKind::Input) << e.what();
        }
    }
}

TEST(SafetensorsTest, ImpossibleHeaderSizesAreRefused) {
    EXPECT_NE(refusal(std::string(8, '\xff')).find("header"), std::string::npos);
    EXPECT_NE(refusal(std::string("\x00\xe1\xf5\x05\x00\x00\x00\x00", 8)).find("100000000"),
              std::string::npos);
    refusal("");
    refusal(std::string(8, '\0')); // an empty header
}

TEST(SafetensorsTest, BadHeadersAreRefusedWithTheReason) {
    const std::string a = R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]})";
    const auto second = [&](const std::string& entry) { return "{" + a + ",\"b\":{" + entry + "}}"; };
    const struct {
        std::string header;
        std::size_t data;
        const char* reason;
    } cases[] = {
        {"[]", 0, "does not begin"},
        {"{", 0, "JSON"},
        {"{} x", 0, "JSON"},
        {"{\"\xff\":1}", 0, "JSON"},
        {R"({"a":)" + std::string(50, '[') + std::string(50, ']') + "}", 0, "nested"},
        {"{" + a + "," + a + "}", 8, "twice"},
        {"{\"a\":1}", 0, "dtype"},
        {"{" + a + "}", 9, "incomplete or damaged"},
        {"{" + a + "}", 7, "incomplete or damaged"},
        {second(R"("dtype":"F32","shape":[2],"data_offsets":[4,12])"), 12, "overlap"},
        {second(R"("dtype":"F32","shape":[2],"data_offsets":[0,8])"), 8, "overlap"},
        {second(R"("dtype":"F32","shape":[2],"data_offsets":[12,20])"), 20, "hole"},
        {second(R"("dtype":"F32","shape":[2],"data_offsets":[8,99])"), 16, "do not hold"},
        {second(R"("dtype":"F32","shape":[3],"data_offsets":[8,16])"), 16, "do not hold"},
        {second(R"("dtype":"F32","shape":[2],"data_offsets":[16,8])"), 16, "do not hold"},
        {second(R"("dtype":"F32","shape":[-2],"data_offsets":[8,16])"), 16, "not a size"},
        {second(R"("dtype":"F32","shape":[2.0],"data_offsets":[8,16])"), 16, "not a size"},
        {second(R"("dtype":"F32","shape":[4611686018427387904],"data_offsets":[8,8])"), 8, "not a size"},
        {second(R"("dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[8,8])"), 8, "too large"},
        {second(R"("dtype":"F16","shape":[4],"data_offsets":[8,16])"), 16, "F16"},
        {second(R"("dtype":"F32","shape":2,"data_offsets":[8,16])"), 16, "lists"},
        {second(R"("dtype":"F32","shape":[2],"data_offsets":[8])"), 16, "lists"},
        {second(R"("dtype":"F32","shape":[2])"), 8, "data_offsets"},
        {second(R"("dtype":"F32","shape":[2],"data_offsets":[8,16],"more":1)"), 16, "more"},
        {R"({"__metadata__":[]})", 0, "__metadata__"},
        {R"({"__metadata__":{"k":1}})", 0, "\"k\""},
        {R"({"__metadata__":{"checksum" : "00000000"}})", 0, "checksum"},
        {R"({"__metadata__":{"checksum":"00000000"}})", 0, "checksum"},
        {R"({"__metadata__":{"checksum":""}})", 0, "checksum"},
    };
    for (const auto& [header, data, reason] : cases) {
        const std::string message = refusal(handMade(header, data));
        EXPECT_NE(message.find(reason), std::string::npos) << header << "\n" << message;
    }
}

TEST(SafetensorsTest, OnlyRegularFilesAreRead) {
    const TemporaryFolder folder;
    ASSERT_EQ(mkfifo((folder / "fifo").c_str(), 0600), 0);
    messageOf(ErrorKind::Input, [&] { readSafetensors(folder / "missing"); });
    messageOf(ErrorKind::Input, [&] { readSafetensors(folder.path()); });
    messageOf(ErrorKind::Input, [&] { readSafetensors(folder / "fifo"); });
}

TEST(SafetensorsTest, WhatCannotBeStoredIsRefused) {
    const TemporaryFolder folder;
    SafetensorsFile file;
    file.tensors["a"] = {TensorType::F32, {2}, std::vector<std::byte>(7)};
    messageOf(ErrorKind::Usage, [&] { writeSafetensors(folder / "f", file); });
    file.tensors = {{"__metadata__", {TensorType::F32, {1}, std::vector<std::byte>(4)}}};
    messageOf(ErrorKind::Usage, [&] { writeSafetensors(folder / "f", file); });
    file = {{{"key", "\xff"}}, {}};
    messageOf(ErrorKind::Usage, [&] { writeSafetensors(folder / "f", file); });
    EXPECT_EQ(folder.fileCount(), 0);
}

TEST(SafetensorsTest, PythonReadsTheFile) {
    if (std::system("python3 -c 'import safetensors.numpy' 2>/dev/null") != 0) {
        GTEST_SKIP() << "python3 with safetensors and numpy is not installed";
    }
    const TemporaryFolder folder;
    writeSafetensors(folder / "f", example());
    writeBytes(folder / "read.py", "import sys, safetensors\n"
                                   "with safetensors.safe_open(sys.argv[1], 'numpy') as f:\n"
                                   "    assert f.get_tensor('w').tolist()[0] == [1, -2, 3.5]\n"
                                   "    assert f.get_tensor('a').tolist() == [2, 0, 1]\n"
                                   "    assert f.get_tensor('z').tolist() == [[-1, 1 << 60]]\n"
                                   "    assert f.get_tensor('scalar').shape == ()\n"
                                   "    assert f.metadata()['format'] == 'test'\n");
    const std::string command =
        "python3 '" + (folder / "read.py").string() + "' '" + (folder / "f").string() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0);
}

} // namespace
} // namespace latentscape
