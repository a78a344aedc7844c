// The IDX format of MNIST (http://yann.lecun.com/exdb/mnist), plain or gzip: a big-endian magic number
// (0, 0, type, rank), one 32-bit size a dimension, then the bytes. Only unsigned bytes (type 8) are images or
// labels. Nothing is allocated from an unchecked header: sizes are held against the file, and a gzip stream
// grows its buffer only as bytes really arrive, up to what the header says.
#pragma once

#include "core/data/LoadWatch.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace latentscape {

struct IdxFile {
    std::vector<std::int64_t> shape; // [count] or [count, height, width]
    std::vector<std::uint8_t> bytes;
};

// Throws Error (Input) naming file, byte offset and what was expected, (Io) when the system cannot read. A
// FIFO, a directory, or a file that may not be read is refused before anything is read.
IdxFile readIdx(const std::filesystem::path& file, const LoadWatch& watch = {});

} // namespace latentscape
