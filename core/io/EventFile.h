// Scalars for TensorBoard: an event file, which is TFRecord frames around protocol-buffer messages. Few of
// their fields are needed, so they are put together here. A value; any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latentscape {

// CRC-32C (Castagnoli), as iSCSI has it: RFC 3720, section 12.1.
std::uint32_t crc32c(std::span<const std::byte> bytes);

class EventFile {
public:
    struct Scalar {
        std::string_view tag; // "train/total": the part before the slash groups charts
        float value = 0;
    };

    // wallTime: seconds since 1970, here of the first event.
    explicit EventFile(double wallTime);

    void add(double wallTime, std::int64_t step, std::span<const Scalar> scalars);
    const std::string& bytes() const { return m_bytes; }

    // As a file of this folder, which is made; whole and in place of the one that was written there before,
    // so that TensorBoard does not show a run twice. Returns the file. Throws Error (Io).
    std::filesystem::path save(const std::filesystem::path& folder) const;

private:
    void addRecord(std::string_view message);

    std::string m_bytes;
};

} // namespace latentscape
