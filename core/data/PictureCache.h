// Keeps decoded pictures in $XDG_CACHE_HOME/latentscape (default ~/.cache/latentscape), so that a folder is
// decoded once: one file for a folder and a form, valid as long as the folder holds the same files of the
// same sizes and times. What is damaged or out of date is not used and is replaced; all files together stay
// below 4 GB, the longest unused go first. A cache that cannot be read or written is no failure.
#pragma once

#include "core/data/ImageForm.h"
#include "core/data/PictureScan.h"

#include <optional>

namespace latentscape {

struct SkippedPicture {
    std::uint32_t index; // in PictureFiles::files
    std::string reason;
};

struct DecodedPictures {
    ImageShape shape;
    std::vector<std::uint8_t> pixels; // of all files that are not skipped, in their order
    std::vector<SkippedPicture> skipped;
};

class PictureCache {
public:
    PictureCache(const PictureFiles& files, const ImageForm& form);

    // Nothing when there is none, or none that is whole and valid. Throws Error (Cancelled).
    std::optional<DecodedPictures> read(const LoadWatch& watch) const;
    void write(const DecodedPictures& pictures) const;

    const std::filesystem::path& file() const { return m_file; } // empty: there is no place for it

private:
    std::filesystem::path m_file;
    std::string m_key; // of what it was made from
    std::size_t m_count;
};

} // namespace latentscape
