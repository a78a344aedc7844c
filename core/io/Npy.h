// Arrays for other programs: NumPy's .npy files, version 1.0 of the format (NEP 1), little-endian and in C
// order. Any thread.
#pragma once

#include "core/tensor/Tensor.h"

#include <cstdint>
#include <filesystem>
#include <span>

namespace latentscape {

// "<f4" and "<u2". Atomic. Throws Error (Usage) when the values are not as many as the shape says, (Io).
void saveNpy(const std::filesystem::path& file, const Shape& shape, std::span<const float> values);
void saveNpy(const std::filesystem::path& file, const Shape& shape, std::span<const std::uint16_t> values);

} // namespace latentscape
