// A folder of its own for a test's files, removed with everything in it at the end.
#pragma once

#include "core/tensor/Error.h"
#include "core/tensor/InputFile.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <span>
#include <string>

namespace latentscape {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "latentscape-test-XXXXXX").string();
        m_path = mkdtemp(pattern.data());
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path operator/(const std::string& name) const { return m_path / name; }
    // A file with these bytes; its folders are made.
    template <typename Bytes = std::string>
    std::filesystem::path write(const std::string& name, const Bytes& bytes) const {
        const std::filesystem::path file = m_path / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        return file;
    }
    std::ptrdiff_t fileCount() const {
        return std::distance(std::filesystem::directory_iterator(m_path), {});
    }

private:
    std::filesystem::path m_path;
};

inline std::string readBytes(const std::filesystem::path& file) {
    InputFile input(file);
    std::string bytes(input.size(), '\0');
    input.read(std::as_writable_bytes(std::span(bytes)));
    return bytes;
}

inline void writeBytes(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

// Flips one bit of a file in place; again, and it is as before.
inline void flipBit(const std::filesystem::path& file, std::size_t bit) {
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    const auto place = static_cast<std::streamoff>(bit / 8);
    const int byte = stream.seekg(place).get();
    stream.seekp(place).put(static_cast<char>(byte ^ (1 << bit % 8)));
}

// The message of the Error of this kind that `call` throws.
template <typename Call> std::string messageOf(ErrorKind kind, const Call& call) {
    try {
        call();
    } catch (const Error& e) {
        EXPECT_EQ(e.kind(), kind) << e.what();
        return e.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}

} // namespace latentscape
