// The pieces of PNG files, still or animated, as the PNG specification (third edition, W3C 2025) has them:
// what Qt does not write, and what lets a long export be followed and stopped.
#pragma once

#include "core/tensor/Image.h"
#include "core/tensor/WorkWatch.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace latentscape {

using Bytes = std::vector<std::byte>;

inline constexpr std::array<std::uint8_t, 8> kPngSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

// Most significant byte first.
void appendNumber(Bytes& to, std::uint32_t value);
std::uint32_t numberAt(std::span<const std::byte> bytes); // of its first four

// CRC-32 of a chunk's type and data.
std::uint32_t chunkChecksum(std::string_view type, std::span<const std::byte> data);
void appendChunk(Bytes& to, std::string_view type, std::span<const std::byte> data);

// Signature and IHDR of an 8-bit picture, grey or RGB; IEND.
void appendPngStart(Bytes& to, const ImageShape& shape);
void appendPngEnd(Bytes& to);

// The pixels, filtered and deflated: what IDAT and fdAT hold. Throws Error (Cancelled).
Bytes compressPixels(const Image& image, const WorkWatch& watch = {});
Bytes compressText(std::string_view text);

// A chunk of packed text (zTXt); and a whole PNG file's bytes with one behind its IHDR.
void appendText(Bytes& to, std::string_view key, std::string_view text);
Bytes withText(std::span<const std::byte> png, std::string_view key, std::string_view text);

} // namespace latentscape
