#include "core/data/PictureCache.h"

#include "core/tensor/AtomicFile.h"
#include "core/tensor/CacheFolder.h"
#include "core/tensor/Error.h"
#include "core/tensor/InputFile.h"
#include "core/tensor/Json.h"

#include <algorithm>
#include <cstring>
#include <QCryptographicHash>
#include <sys/stat.h>
#include <system_error>
#include <zlib.h>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

// A file is this word, the length and the CRC-32 of the header, the header (JSON), and the pixels.
constexpr std::array<char, 8> kMagic{'L', 'S', 'P', 'I', 'C', 'S', '0', '1'};
constexpr const char* kEnding = ".pictures";
constexpr std::uint32_t kLongestHeader = 64'000'000;
constexpr std::uintmax_t kMostTogether = 4'000'000'000; // bytes
constexpr std::size_t kChunk = 16'000'000;              // bytes between two looks at the watch

struct Start {
    std::array<char, 8> magic = kMagic;
    std::uint32_t headerBytes = 0;
    std::uint32_t headerCrc = 0;
};

class Digest {
public:
    void add(const std::string& text) {
        m_hash.addData(QByteArray::fromRawData(text.c_str(), static_cast<qsizetype>(text.size() + 1)));
    }
    std::string hex() const { return m_hash.result().toHex().toStdString(); }

private:
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

std::uint32_t crcOf(std::span<const std::uint8_t> bytes, std::uint32_t before = 0) {
    return static_cast<std::uint32_t>(crc32_z(before, bytes.data(), bytes.size()));
}

std::span<const std::uint8_t> bytesOf(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string headerOf(const DecodedPictures& pictures, const std::string& key) {
    nlohmann::json skipped = nlohmann::json::array();
    for (const auto& [index, reason] : pictures.skipped)
        skipped.push_back({{"index", index}, {"reason", reason}});
    return nlohmann::json{{"key", key},
                          {"channels", pictures.shape.channels},
                          {"height", pictures.shape.height},
                          {"width", pictures.shape.width},
                          {"pixels_crc", crcOf(pictures.pixels)},
                          {"skipped", skipped}}
        .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Throws Error when anything is not as write() makes it.
DecodedPictures readAll(const fs::path& file, const std::string& key, std::size_t count,
                        const LoadWatch& watch) {
    const auto require = [](bool holds) {
        if (!holds)
            throw Error(ErrorKind::Input, "not valid");
    };
    InputFile input(file);
    Start start;
    input.read(std::as_writable_bytes(std::span(&start, 1)));
    require(start.magic == kMagic && start.headerBytes <= kLongestHeader);
    std::string text(start.headerBytes, '\0');
    input.read(std::as_writable_bytes(std::span(text)));
    require(crcOf(bytesOf(text)) == start.headerCrc);
    const nlohmann::json header = parseJson(text);
    require(stringField(header, "key") == key);

    DecodedPictures pictures;
    const auto side = [&](const char* name, int most) {
        return static_cast<int>(integerField(header, name, 1, most));
    };
    pictures.shape = {side("channels", 3), side("height", kLargestSide), side("width", kLargestSide)};
    std::int64_t next = 0; // they ascend
    for (const nlohmann::json& picture : field(header, "skipped")) {
        const std::int64_t index = integerField(picture, "index", next, static_cast<std::int64_t>(count) - 1);
        pictures.skipped.push_back({static_cast<std::uint32_t>(index), stringField(picture, "reason")});
        next = index + 1;
    }
    require(pictures.skipped.size() < count);
    const std::size_t bytes =
        (count - pictures.skipped.size()) * static_cast<std::size_t>(pictures.shape.pixels());
    require(input.size() == sizeof start + start.headerBytes + bytes);
    pictures.pixels.resize(bytes);
    std::uint32_t crc = 0;
    for (std::size_t done = 0; done < bytes; done += kChunk) {
        watch.reached(file, static_cast<double>(done) / static_cast<double>(bytes));
        const auto chunk = std::span(pictures.pixels).subspan(done, std::min(kChunk, bytes - done));
        input.read(std::as_writable_bytes(chunk));
        crc = crcOf(chunk, crc);
    }
    require(crc == unsignedField(header, "pixels_crc"));
    return pictures;
}

void makeRoom(const fs::path& folder, std::uintmax_t wanted) {
    std::error_code error; // whatever cannot be read or removed stays
    std::vector<fs::directory_entry> files;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (entry->path().extension() == kEnding)
            files.push_back(*entry);
    std::ranges::sort(files, std::greater(), [&](const auto& file) { return file.last_write_time(error); });
    std::uintmax_t together = wanted;
    for (const fs::directory_entry& file : files) {
        together += file.file_size(error);
        if (together > kMostTogether)
            fs::remove(file.path(), error);
    }
}

} // namespace

PictureCache::PictureCache(const PictureFiles& files, const ImageForm& form)
    : m_count(files.files.size()) {
    std::error_code error;
    const fs::path folder = fs::weakly_canonical(files.folder, error);
    Digest place;
    for (const std::string& part : {folder.string(), std::to_string(form.side), std::string(nameOf(form.fit)),
                                    std::string(nameOf(form.colour))})
        place.add(part);
    Digest content;
    for (const fs::path& file : files.files) {
        struct stat status {};
        stat(file.c_str(), &status); // zeros for a link to nothing
        content.add(file.string());
        content.add(std::to_string(status.st_size) + " " + std::to_string(status.st_mtim.tv_sec) + " " +
                    std::to_string(status.st_mtim.tv_nsec));
    }
    m_key = content.hex();
    if (const fs::path cache = cacheFolder(); !cache.empty())
        m_file = cache / (place.hex().substr(0, 32) + kEnding);
}

std::optional<DecodedPictures> PictureCache::read(const LoadWatch& watch) const {
    std::error_code error;
    if (m_file.empty() || !fs::exists(m_file, error))
        return std::nullopt;
    try {
        DecodedPictures pictures = readAll(m_file, m_key, m_count, watch);
        fs::last_write_time(m_file, fs::file_time_type::clock::now(), error); // used just now
        return pictures;
    } catch (const Error& e) {
        if (e.kind() == ErrorKind::Cancelled)
            throw;
        return std::nullopt;
    }
}

void PictureCache::write(const DecodedPictures& pictures) const {
    if (m_file.empty())
        return;
    std::error_code error;
    makeCacheFolder();
    fs::remove(m_file, error);
    makeRoom(m_file.parent_path(), pictures.pixels.size());
    const std::string header = headerOf(pictures, m_key);
    const Start start{kMagic, static_cast<std::uint32_t>(header.size()), crcOf(bytesOf(header))};
    const std::array parts{std::as_bytes(std::span(&start, 1)), std::as_bytes(std::span(header)),
                           std::as_bytes(std::span(pictures.pixels))};
    try {
        writeFileAtomically(m_file, parts);
    } catch (const Error&) { // no room, or read only: then it is decoded again
    }
}

} // namespace latentscape
