// The safetensors container (https://github.com/huggingface/safetensors): an 8-byte little-endian header
// size, a JSON header {"name": {"dtype", "shape", "data_offsets"}, "__metadata__": {string: string}}, then
// the data. Readable by the Python package; read here without trusting one byte of it.
#pragma once

#include "core/tensor/Tensor.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace latentscape {

enum class TensorType { F32, U32, I64 };

struct StoredTensor {
    TensorType type = TensorType::F32;
    Shape shape;
    std::vector<std::byte> bytes; // little-endian
};

struct SafetensorsFile {
    std::map<std::string, std::string> metadata;
    std::map<std::string, StoredTensor> tensors;
};

// Writes atomically and adds the metadata key "checksum" (CRC-32 over everything else), which the reader
// verifies when it is there.
void writeSafetensors(const std::filesystem::path& file, const SafetensorsFile& content);

// Throws Error (Input) with file, place and reason when anything is wrong: short or long, offsets that
// overlap, leave holes or run outside, sizes that do not match shapes, duplicate names, unknown types, bad
// JSON or UTF-8, checksum. Reads regular files only.
SafetensorsFile readSafetensors(const std::filesystem::path& file);

} // namespace latentscape
