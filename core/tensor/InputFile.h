// A regular file that is read from its beginning. Its size is known before anything is allocated for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace latentscape {

class InputFile {
public:
    // Throws Error (Input) when there is no such file, it may not be read, or it is a directory, a FIFO
    // (without waiting) or a device; (Io) when the system fails.
    explicit InputFile(const std::filesystem::path& file);
    ~InputFile();
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    std::uint64_t size() const { return m_size; }
    // Fills `bytes`. Throws Error (Input) when the file ends before, (Io) when the system cannot read it.
    void read(std::span<std::byte> bytes);
    // Gives the open file away, as to zlib: the caller closes it.
    int release();

private:
    int m_descriptor = -1;
    std::uint64_t m_size = 0;
};

} // namespace latentscape
