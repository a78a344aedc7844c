// Makes IDX files, right and wrong ones, for the tests of core/data.
#pragma once

#include "core/tensor/Error.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace latentscape::test {

using Bytes = std::vector<std::uint8_t>;

// A folder of its own for a test, removed with it.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "latentscape-XXXXXX").string();
        m_path = mkdtemp(name.data());
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path write(const std::string& name, const Bytes& bytes) const {
        const auto file = m_path / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        return file;
    }

private:
    std::filesystem::path m_path;
};

inline Bytes idxHeader(std::uint8_t type, const std::vector<std::uint32_t>& shape) {
    Bytes bytes{0, 0, type, static_cast<std::uint8_t>(shape.size())};
    for (const std::uint32_t size : shape)
        for (const int shift : {24, 16, 8, 0})
            bytes.push_back(static_cast<std::uint8_t>(size >> shift));
    return bytes;
}

// A whole file; byte i of the body is i + first.
inline Bytes idxFile(const std::vector<std::uint32_t>& shape, std::uint8_t first = 0) {
    Bytes bytes = idxHeader(8, shape);
    std::size_t total = 1;
    for (const std::uint32_t size : shape)
        total *= size;
    for (std::size_t i = 0; i < total; ++i)
        bytes.push_back(static_cast<std::uint8_t>(i + first));
    return bytes;
}

inline Bytes gzip(const Bytes& bytes) {
    z_stream stream{};
    deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY); // + 16: a gzip header
    Bytes packed(deflateBound(&stream, bytes.size()));
    stream.next_in = const_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = packed.data();
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

// The error that `call` throws, whose message holds all of `parts`.
inline void expectError(ErrorKind kind, const std::vector<std::string>& parts,
                        const std::function<void()>& call) {
    std::optional<Error> caught;
    try {
        call();
    } catch (const Error& error) {
        caught = error;
    }
    ASSERT_TRUE(caught) << "no Error was thrown";
    EXPECT_EQ(caught->kind(), kind) << caught->what();
    for (const std::string& part : parts)
        EXPECT_NE(std::string(caught->what()).find(part), std::string::npos)
            << "no \"" << part << "\" in: " << caught->what();
}

} // namespace latentscape::test
