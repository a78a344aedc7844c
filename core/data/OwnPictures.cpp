#include "core/data/OwnPictures.h"

#include "core/data/PictureDecoder.h"
#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"

#include <algorithm>

namespace latentscape {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kAtOnce = 64; // pictures, between two looks at the watch

[[noreturn]] void refuse(const fs::path& path, const std::string& reason) {
    throw Error(ErrorKind::Input, path.string() + ": " + reason);
}

// Labels only when all come from one folder with classes.
PictureFiles gatherFiles(const std::vector<fs::path>& paths, const LoadWatch& watch) {
    if (paths.size() == 1 && fs::is_directory(paths[0])) {
        return findPictures(paths[0], watch);
    }
    PictureFiles all;
    for (const fs::path& path : paths) {
        all.folder = path.parent_path();
        if (!fs::is_directory(path)) {
            all.files.push_back(path);
            continue;
        }
        const PictureFiles found = findPictures(path, watch);
        all.files.insert(all.files.end(), found.files.begin(), found.files.end());
    }
    return all;
}

void adoptClasses(PictureFiles& files, const std::vector<std::string>& known) {
    std::vector<std::uint16_t> labels;
    for (const std::string& name : files.classNames) {
        const auto found = std::ranges::find(known, name);
        if (found == known.end()) {
            std::string names;
            for (const std::string& each : known) {
                names += (names.empty() ? "" : ", ") + each;
            }
            refuse(files.folder / name,
                   "the model knows no such class. Give the subfolders names of its classes: " + names);
        }
        labels.push_back(static_cast<std::uint16_t>(found - known.begin()));
    }
    for (std::uint16_t& label : files.labels) {
        label = labels[label];
    }
    files.classNames = known;
}

struct Decoded {
    std::vector<std::uint8_t> pixels;
    std::vector<std::string> reasons; // of each file; empty: it was read
};

Decoded decodeAll(const PictureFiles& files, const OwnPictureOptions& options) {
    const std::size_t count = files.files.size();
    const auto size = static_cast<std::size_t>(options.shape.pixels());
    Decoded decoded{std::vector<std::uint8_t>(count * size), std::vector<std::string>(count)};
    for (std::size_t first = 0; first < count; first += kAtOnce) {
        options.watch.reached(files.folder, static_cast<double>(first) / static_cast<double>(count));
        const auto n = static_cast<std::int64_t>(std::min(kAtOnce, count - first));
        parallelFor(n, 1, [&](std::int64_t from, std::int64_t to) {
            for (std::size_t i = first + static_cast<std::size_t>(from);
                 i < first + static_cast<std::size_t>(to); ++i) {
                try {
                    decodePicture(files.files[i], options.shape, options.fit,
                                  decoded.pixels.data() + i * size);
                } catch (const Error& error) {
                    decoded.reasons[i] = error.what();
                }
            }
        });
    }
    return decoded;
}

std::string nameOf(const std::vector<fs::path>& paths) {
    const fs::path& first = paths.front();
    return (first.has_filename() ? first : first.parent_path()).filename().string();
}

} // namespace

ReadPictures readOwnPictures(const std::vector<fs::path>& paths, const OwnPictureOptions& options) {
    if (paths.empty()) {
        throw Error(ErrorKind::Usage, "no picture was named");
    }
    PictureFiles files = gatherFiles(paths, options.watch);
    if (files.files.empty()) {
        refuse(paths.front(), "no pictures were found (PNG, JPEG, BMP, WebP or PNM)");
    }
    if (files.files.size() > kMostOwnPictures) {
        refuse(files.folder, "there are " + std::to_string(files.files.size()) + " pictures, at most " +
                                 std::to_string(kMostOwnPictures) +
                                 " are shown beside a data set. Train on "
                                 "them, or take a part of them");
    }
    if (!files.labels.empty() && !options.classNames.empty()) {
        adoptClasses(files, options.classNames);
    }
    Decoded decoded = decodeAll(files, options);
    const auto size = static_cast<std::size_t>(options.shape.pixels());
    std::vector<std::uint8_t> pixels;
    pixels.reserve(decoded.pixels.size());
    Factors factors;
    std::vector<std::string> skipped;
    for (std::size_t i = 0; i < files.files.size(); ++i) {
        if (!decoded.reasons[i].empty()) {
            skipped.push_back(decoded.reasons[i]);
            continue;
        }
        const auto* from = decoded.pixels.data() + i * size;
        pixels.insert(pixels.end(), from, from + size);
        if (!files.labels.empty()) {
            factors.values.push_back(files.labels[i]);
        }
    }
    if (pixels.empty()) {
        throw Error(ErrorKind::Input, skipped.front());
    }
    if (!files.labels.empty()) {
        factors.names = {"label"};
        factors.classNames = files.classNames;
    }
    return {{nameOf(paths), options.shape, std::move(pixels), std::move(factors)}, std::move(skipped)};
}

} // namespace latentscape
