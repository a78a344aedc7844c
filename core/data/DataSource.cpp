#include "core/data/DataSource.h"

#include "core/data/IdxReader.h"
#include "core/data/Shapes.h"
#include "core/tensor/Error.h"
#include "core/tensor/Random.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <optional>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSplitStream = 0x73706c6974ull; // "split"
constexpr const char* kExpectedNames = "train-images-idx3-ubyte, plain or .gz";

// An images file and what belongs to it by name: "emnist-letters-train-images-idx3-ubyte.gz" has the stem
// "emnist-letters-train".
struct IdxPair {
    fs::path images;
    fs::path labels; // empty: there are none
};
using IdxPairs = std::map<std::string, IdxPair>;

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

// All pairs of a folder by stem; of a plain and a packed file the plain one, which reads faster.
IdxPairs findPairs(const fs::path& folder, std::error_code& error) {
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

// The stems to train on: those that end in "train", or whatever there is when none does.
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

// A name for people: that of the folder, above folders that say nothing, or of one of its sets.
std::string displayName(const fs::path& folder, const std::string& stem) {
    if (const auto end = stem.rfind("-train"); end != std::string::npos && end > 0) {
        std::string set = stem.substr(0, end);
        return set.starts_with("emnist-") ? "EMNIST " + set.substr(7) : set;
    }
    fs::path named = fs::absolute(folder).lexically_normal();
    if (!named.has_filename())
        named = named.parent_path();
    while (named.filename() == "raw" || named.filename() == "data" || named.filename() == "package")
        named = named.parent_path();
    const std::string name = named.has_filename() ? named.filename().string() : folder.string();
    std::string plain;
    for (const char c : name)
        if (std::isalnum(static_cast<unsigned char>(c)))
            plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    static const std::map<std::string, std::string> known{
        {"mnist", "MNIST"}, {"fashionmnist", "Fashion-MNIST"}, {"kmnist", "KMNIST"}, {"emnist", "EMNIST"}};
    const auto found = known.find(plain);
    return found == known.end() ? name : found->second;
}

Dataset readPair(const IdxPair& pair, const std::string& name, const LoadWatch& watch) {
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
    return {name, shape, std::move(images.bytes), {"label"}, std::move(labels.bytes)};
}

std::shared_ptr<const Dataset> firstImages(Dataset data, std::int64_t limit) {
    if (limit == 0 || limit >= data.count())
        return std::make_shared<const Dataset>(std::move(data));
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(limit));
    std::iota(indices.begin(), indices.end(), 0u);
    return std::make_shared<const Dataset>(data.subset(indices));
}

// A tenth, drawn by the seed, is held out; both keep the order on disk.
LoadedData split(const Dataset& data, const LoadOptions& options) {
    if (data.count() < 2)
        throw Error(ErrorKind::Input, "Data set " + data.name() +
                                          " holds one image, expected at least two: one to train on and one "
                                          "to hold out. Add images.");
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(data.count()));
    std::iota(indices.begin(), indices.end(), 0u);
    Random(options.seed, kSplitStream).shuffle(indices);
    const auto border = indices.begin() + std::max<std::ptrdiff_t>(1, data.count() / 10);
    std::sort(indices.begin(), border);
    std::sort(border, indices.end());
    return {firstImages(data.subset({border, indices.end()}), options.limit),
            firstImages(data.subset({indices.begin(), border}), options.limit)};
}

LoadedData loadPairs(const IdxPair& train, const IdxPair* heldOut, const std::string& name,
                     const LoadOptions& options) {
    if (!heldOut)
        return split(readPair(train, name, options.watch), options);
    LoadedData data{firstImages(readPair(train, name, options.watch), options.limit),
                    firstImages(readPair(*heldOut, name, options.watch), options.limit)};
    if (data.train->shape() != data.heldOut->shape())
        throw Error(ErrorKind::Input, heldOut->images.string() +
                                          ": byte 8: the images have another size than those of " +
                                          train.images.string() +
                                          ", expected the same. Put files together that belong together.");
    return data;
}

LoadedData loadFolder(const fs::path& folder, const LoadOptions& options) {
    std::error_code error;
    const IdxPairs pairs = findPairs(folder, error);
    if (error)
        throw Error(ErrorKind::Io, folder.string() + ": the folder cannot be read: " + error.message() +
                                       ". Make it readable for you, or choose another.");
    const std::vector<std::string> stems = trainingStems(pairs);
    if (stems.empty())
        throw Error(ErrorKind::Input, folder.string() +
                                          ": the folder holds no IDX images, expected files named "
                                          "like " +
                                          kExpectedNames +
                                          ". Choose another folder, or name the images file.");
    if (stems.size() > 1) {
        std::string names;
        for (const std::string& stem : stems)
            names += (names.empty() ? "" : ", ") + pairs.at(stem).images.filename().string();
        throw Error(ErrorKind::Input,
                    folder.string() + ": the folder holds " + std::to_string(stems.size()) +
                        " data sets, expected one. Name one of these files instead: " + names + ".");
    }
    return loadPairs(pairs.at(stems[0]), heldOutOf(pairs, stems[0]), displayName(folder, stems[0]), options);
}

LoadedData loadFile(const fs::path& file, const LoadOptions& options) {
    const auto stem = stemOf(file.filename().string(), "images");
    if (!stem)
        return loadPairs({file, {}}, nullptr, file.filename().string(), options);
    const fs::path folder = fs::absolute(file).parent_path();
    std::error_code unreadable; // then the file stands alone
    const IdxPairs pairs = findPairs(folder, unreadable);
    const auto found = pairs.find(*stem);
    const IdxPair pair{file, found == pairs.end() ? fs::path() : found->second.labels};
    return loadPairs(pair, heldOutOf(pairs, *stem), displayName(folder, *stem), options);
}

fs::path userDatasets() {
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return fs::path(value ? value : "");
    };
    const fs::path data = variable("XDG_DATA_HOME");
    // The XDG specification has relative paths ignored.
    return (data.is_absolute() ? data : variable("HOME") / ".local" / "share") / "latentscape" / "datasets";
}

} // namespace

LoadedData loadData(const std::string& source, const LoadOptions& options) {
    if (options.limit < 0)
        throw Error(ErrorKind::Usage, "The limit is " + std::to_string(options.limit) +
                                          " images; choose 0 for all, or a positive number.");
    if (source == "shapes")
        return split(makeShapes({.seed = options.seed}), options);
    std::error_code error;
    const fs::file_status status = fs::status(source, error);
    if (fs::is_directory(status))
        return loadFolder(source, options);
    return loadFile(source, options);
}

std::vector<FoundData> findData() {
    std::vector<FoundData> found{{"Shapes", "shapes"}};
    for (const fs::path& place : {fs::path("/usr/share/datasets"), userDatasets()}) {
        std::error_code error; // whatever cannot be read is not found
        std::vector<fs::path> folders;
        for (auto entry = fs::directory_iterator(place, error); !error && entry != fs::directory_iterator();
             entry.increment(error))
            folders.push_back(entry->path());
        std::ranges::sort(folders);
        for (const fs::path& folder : folders) {
            const IdxPairs pairs = findPairs(folder, error);
            const std::vector<std::string> stems = trainingStems(pairs);
            for (const std::string& stem : stems)
                found.push_back({displayName(folder, stem),
                                 (stems.size() == 1 ? folder : pairs.at(stem).images).string()});
        }
    }
    return found;
}

} // namespace latentscape
