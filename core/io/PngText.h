// Reads one text out of a PNG file's metadata, whatever program wrote it. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace latentscape {

inline constexpr std::size_t kLongestPngText = 32'000'000; // bytes, when unpacked

// The first text with this key: tEXt as it is, zTXt unpacked, or iTXt. Nothing when there is none. Throws
// Error (Input) naming the file when it is no PNG file, ends too early, or the text is damaged or longer than
// kLongestPngText, which is known before it is all in memory; (Io).
std::optional<std::string> readPngText(const std::filesystem::path& file, std::string_view key);

} // namespace latentscape
