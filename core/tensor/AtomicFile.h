// Replaces a file so that after a crash either the old or the new one is there, whole: a temporary file in
// the same directory, synced, renamed over the target, the directory synced.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace latentscape {

// Throws Error (Io) naming the file and the system's reason; the temporary file is then gone.
void writeFileAtomically(const std::filesystem::path& file, std::span<const std::byte> bytes);
// The same, of parts that lie apart in memory.
void writeFileAtomically(const std::filesystem::path& file,
                         std::span<const std::span<const std::byte>> parts);

} // namespace latentscape
