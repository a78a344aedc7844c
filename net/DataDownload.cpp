#include "net/DataDownload.h"

#include "core/data/CifarReader.h"
#include "core/data/IdxFolder.h"
#include "core/tensor/Error.h"
#include "core/tensor/UserFolder.h"
#include "net/Unpack.h"

namespace latentscape {

namespace fs = std::filesystem;

namespace {

std::string megabytes(std::int64_t bytes) {
    return std::to_string((bytes + 999'999) / 1'000'000) + " MB";
}

// Beside the folder itself, on the same file system; findData() passes it over.
fs::path unfinishedFolder(const DataHome& home) {
    return dataFolder(home).parent_path() / ('.' + home.name);
}

std::int64_t bytesOf(const fs::path& file) {
    std::error_code none;
    const std::uintmax_t size = fs::file_size(file, none);
    return none ? 0 : static_cast<std::int64_t>(size);
}

std::int64_t bytesThere(const PublishedFile& file, const fs::path& folder) {
    return bytesOf(folder / file.name) + bytesOf(folder / (file.name + ".part"));
}

void makeFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        throw Error(ErrorKind::Io, folder.string() + ": the folder cannot be made: " + error.message() +
                                       ". Make the folder above it writable for you.");
    }
}

void checkRoom(const DataHome& home, const fs::path& folder) {
    std::int64_t needed = home.bytes() + home.contentBytes;
    for (const PublishedFile& file : home.files) {
        needed -= bytesThere(file, folder);
    }
    std::error_code unknown;
    const fs::space_info space = fs::space(folder, unknown);
    if (!unknown && needed > 0 && space.available < static_cast<std::uintmax_t>(needed)) {
        throw Error(ErrorKind::Io, folder.string() + ": " + home.title + " needs " + megabytes(needed) +
                                       " more, but the disk has room for " +
                                       megabytes(static_cast<std::int64_t>(space.available)) +
                                       ". Make room and try again.");
    }
}

// Of one file: its share becomes that of all.
LoadWatch watchOfAll(const LoadWatch& watch, std::int64_t before, std::int64_t bytes, std::int64_t all) {
    return {watch.stop, [&watch, before, bytes, all](const fs::path& file, double share) {
                if (watch.progress) {
                    watch.progress(file, (static_cast<double>(before) + share * static_cast<double>(bytes)) /
                                             static_cast<double>(all));
                }
            }};
}

void fetchAll(const DataHome& home, const fs::path& folder, const LoadWatch& watch,
              const DownloadOptions& options) {
    std::int64_t before = 0;
    for (const PublishedFile& file : home.files) {
        if (!fs::exists(folder / file.name)) {
            download(home.url + file.name, file, folder, watchOfAll(watch, before, file.bytes, home.bytes()),
                     options);
        }
        before += file.bytes;
    }
}

void unpackAll(const DataHome& home, const fs::path& folder, const LoadWatch& watch) {
    const LoadWatch unpacking{watch.stop, [&watch](const fs::path& file, double) {
                                  if (watch.progress) {
                                      watch.progress(file, -1);
                                  }
                              }};
    for (const PublishedFile& file : home.files) {
        unpack(folder / file.name, home.contents, folder, unpacking);
    }
    for (const PublishedFile& file : home.files) {
        fs::remove(folder / file.name);
    }
}

} // namespace

fs::path dataFolder(const DataHome& home) {
    return userDataFolder() / "datasets" / home.name;
}

bool isDataThere(const DataHome& home) {
    std::error_code unreadable;
    return !trainingStems(findIdxPairs(dataFolder(home), unreadable)).empty() || findCifar(dataFolder(home));
}

fs::path downloadData(const DataHome& home, const LoadWatch& watch, const DownloadOptions& options) {
    const fs::path target = dataFolder(home);
    if (isDataThere(home)) {
        return target;
    }
    const fs::path folder = unfinishedFolder(home);
    makeFolder(folder);
    checkRoom(home, folder);
    fetchAll(home, folder, watch, options);
    if (!home.contents.empty()) {
        unpackAll(home, folder, watch);
    }
    std::error_code error;
    fs::rename(folder, target, error);
    if (error) {
        throw Error(ErrorKind::Io, target.string() + ": the data set is complete in " + folder.string() +
                                       ", but cannot be put here: " + error.message() +
                                       ". Move away what stands here and try again.");
    }
    return target;
}

} // namespace latentscape
