#include "core/data/IdxFolder.h"

#include "core/data/IdxReader.h"
#include "core/tensor/Error.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

// The stem when `name` is one of "STEM-images-idx3-ubyte", "STEM.labels.idx1-ubyte.gz" and so on.
std::optional<std::string> stemOf(std::string_view name, std::string_view what) {
    if (name.ends_with(".gz"))
        name.remove_suffix(3);
    const std::string_view rank = what == "images" ? "idx3" : "idx1";
    for (const char* separator : {"-", "."}) {
        const std::string ending = std::string(what) + separator + std::string(rank) + "-ubyte";
        if (!name.ends_with(ending))
            continue;
        name.remove_suffix(ending.size());
        while (name.ends_with('-') || name.ends_with('.') || name.ends_with('_'))
            name.remove_suffix(1);
        return std::string(name);
    }
    return std::nullopt;
}

// Fashion-MNIST says what its labels mean nowhere in its files
// (https://github.com/zalandoresearch/fashion-mnist). It is known by how many labels there are and the first
// of them, wherever the files lie.
std::vector<std::string> classNamesOf(const std::vector<std::uint8_t>& labels) {
    constexpr std::array<std::uint8_t, 16> train{9, 0, 0, 3, 0, 2, 7, 2, 5, 5, 0, 9, 5, 5, 7, 9};
    constexpr std::array<std::uint8_t, 16> test{9, 2, 1, 1, 6, 1, 4, 6, 5, 7, 4, 5, 7, 3, 4, 1};
    const bool known = (labels.size() == 60000 && std::equal(train.begin(), train.end(), labels.begin())) ||
                       (labels.size() == 10000 && std::equal(test.begin(), test.end(), labels.begin()));
    if (!known)
        return {};
    return {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
            "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
}

} // namespace

IdxPairs findIdxPairs(const fs::path& folder, std::error_code& error) {
    std::vector<fs::path> files;
    for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error))
        files.push_back(entry->path());
    std::ranges::sort(files);
    IdxPairs pairs;
    for (const fs::path& file : files)
        if (const auto stem = stemOf(file.filename().string(), "images"))
            pairs.try_emplace(*stem, IdxPair{file, {}});
    for (const fs::path& file : files)
        if (const auto stem = stemOf(file.filename().string(), "labels"))
            if (const auto pair = pairs.find(*stem); pair != pairs.end() && pair->second.labels.empty())
                pair->second.labels = file;
    return pairs;
}

std::optional<std::string> stemOfImages(const fs::path& file) {
    return stemOf(file.filename().string(), "images");
}

std::vector<std::string> trainingStems(const IdxPairs& pairs) {
    std::vector<std::string> all;
    std::vector<std::string> training;
    for (const auto& [stem, pair] : pairs) {
        all.push_back(stem);
        if (stem.ends_with("train"))
            training.push_back(stem);
    }
    return training.empty() ? all : training;
}

const IdxPair* heldOutOf(const IdxPairs& pairs, const std::string& stem) {
    if (!stem.ends_with("train"))
        return nullptr;
    const std::string base = stem.substr(0, stem.size() - std::string_view("train").size());
    for (const char* ending : {"t10k", "test"})
        if (const auto pair = pairs.find(base + ending); pair != pairs.end())
            return &pair->second;
    return nullptr;
}

Dataset readIdxPair(const IdxPair& pair, const std::string& name, const LoadWatch& watch) {
    IdxFile images = readIdx(pair.images, watch);
    const std::string file = pair.images.string();
    if (images.shape.size() != 3)
        throw Error(ErrorKind::Input, file + ": byte 3: the file holds labels (1 dimension), expected images "
                                             "(3 dimensions). Choose the file of the images.");
    constexpr std::int64_t largestSide = 4096;
    for (const std::size_t axis : {1u, 2u})
        if (images.shape[axis] > largestSide)
            throw Error(ErrorKind::Input, file + ": byte " + std::to_string(4 + 4 * axis) +
                                              ": the images are " + std::to_string(images.shape[axis]) +
                                              " pixels on a side, expected at most " +
                                              std::to_string(largestSide) + ". Scale them down.");
    const ImageShape shape{1, static_cast<int>(images.shape[1]), static_cast<int>(images.shape[2])};
    if (pair.labels.empty())
        return {name, shape, std::move(images.bytes)};

    IdxFile labels = readIdx(pair.labels, watch);
    if (labels.shape.size() != 1)
        throw Error(ErrorKind::Input,
                    pair.labels.string() +
                        ": byte 3: the file has 3 dimensions, expected labels (1 dimension). "
                        "Put the right file there, or remove it: labels are optional.");
    if (labels.shape[0] != images.shape[0])
        throw Error(ErrorKind::Input, pair.labels.string() + ": byte 4: " + std::to_string(labels.shape[0]) +
                                          " labels, expected " + std::to_string(images.shape[0]) +
                                          ", one for each image of " + file +
                                          ". Put files together that belong together, or remove the labels.");
    return {name,
            shape,
            std::move(images.bytes),
            {{"label"}, {labels.bytes.begin(), labels.bytes.end()}, classNamesOf(labels.bytes)}};
}

} // namespace latentscape
