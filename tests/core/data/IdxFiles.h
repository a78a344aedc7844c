// Makes IDX files, right and wrong ones, for the tests of core/data.
#pragma once

#include "core/tensor/Error.h"
#include "tests/core/io/TemporaryFolder.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace latentscape::test {

using Bytes = std::vector<std::uint8_t>;

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
