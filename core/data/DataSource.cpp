#include "core/data/DataSource.h"

#include "core/data/CifarReader.h"
#include "core/data/IdxFolder.h"
#include "core/data/PictureFolder.h"
#include "core/data/Shapes.h"
#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"
#include "core/tensor/Random.h"
#include "core/tensor/UserFolder.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <optional>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSplitStream = 0x73706c6974ull; // "split"

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

ImageShape shapeIn(const ImageForm& form, ImageShape shape) {
    if (form.side > 0)
        shape.height = shape.width = form.side;
    if (form.colour != Colour::Auto)
        shape.channels = form.colour == Colour::Grey ? 1 : 3;
    return shape;
}

Dataset formed(const Dataset& data, const LoadOptions& options) {
    const ImageShape from = data.shape();
    const ImageShape to = shapeIn(options.form, from);
    if (from == to)
        return data;
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(data.count() * to.pixels()));
    constexpr std::int64_t atOnce = 1024; // images, between two looks at the watch
    for (std::int64_t start = 0; start < data.count(); start += atOnce) {
        options.watch.reached(data.name(), static_cast<double>(start) / static_cast<double>(data.count()));
        parallelFor(std::min(atOnce, data.count() - start), 16, [&](std::int64_t first, std::int64_t last) {
            for (std::int64_t i = start + first; i < start + last; ++i)
                fitPicture({data.pixels(i).data(), from.width, from.height, from.channels, from.channels,
                            std::ptrdiff_t{from.width} * from.channels},
                           to, options.form.fit, pixels.data() + i * to.pixels());
        });
    }
    Factors factors{data.factorNames(), {}, data.classNames()};
    for (std::int64_t i = 0; i < data.count(); ++i)
        factors.values.insert(factors.values.end(), data.factors(i).begin(), data.factors(i).end());
    return {data.name(), to, std::move(pixels), std::move(factors)};
}

// As many images as are wanted, in the form that is wanted.
std::shared_ptr<const Dataset> chosen(const Dataset& data, const LoadOptions& options) {
    return std::make_shared<const Dataset>(formed(data.first(options.limit), options));
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
    return {chosen(data.subset({border, indices.end()}), options),
            chosen(data.subset({indices.begin(), border}), options)};
}

LoadedData loadPairs(const IdxPair& train, const IdxPair* heldOut, const std::string& name,
                     const LoadOptions& options) {
    const Dataset images = readIdxPair(train, name, options.watch);
    if (!heldOut)
        return split(images, options);
    const Dataset others = readIdxPair(*heldOut, name, options.watch);
    if (images.shape() != others.shape())
        throw Error(ErrorKind::Input, heldOut->images.string() +
                                          ": byte 8: the images have another size than those of " +
                                          train.images.string() +
                                          ", expected the same. Put files together that belong together.");
    return {chosen(images, options), chosen(others, options)};
}

LoadedData loadIdxFolder(const fs::path& folder, const IdxPairs& pairs, const LoadOptions& options) {
    const std::vector<std::string> stems = trainingStems(pairs);
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

LoadedData loadCifar(const CifarFolder& cifar, const LoadOptions& options) {
    requireClear(cifar);
    const Dataset train = readCifar(cifar, cifar.train, options.watch);
    if (cifar.test.empty())
        return split(train, options);
    return {chosen(train, options), chosen(readCifar(cifar, {cifar.test}, options.watch), options)};
}

// The folder itself, or its subfolders "train" and "test" if it has both.
std::pair<fs::path, fs::path> pictureFolders(const fs::path& folder) {
    std::error_code error;
    for (const char* heldOut : {"test", "val"})
        if (fs::is_directory(folder / "train", error) && fs::is_directory(folder / heldOut, error))
            return {folder / "train", folder / heldOut};
    return {folder, {}};
}

LoadedData loadPictures(const PictureFiles& files, const fs::path& heldOut, const std::string& name,
                        const LoadOptions& options) {
    ReadPictures pictures = readPictures(files, name, options.form, options.watch);
    if (heldOut.empty()) {
        LoadedData data = split(pictures.data, options);
        data.skipped = std::move(pictures.skipped);
        return data;
    }
    ImageForm same = options.form; // as the training images turned out
    const ImageShape shape = pictures.data.shape();
    same.side = shape.height == shape.width ? shape.width : same.side;
    same.colour = shape.channels == 1 ? Colour::Grey : Colour::Rgb;
    const PictureFiles others = findPictures(heldOut, options.watch);
    if (others.files.empty() || others.classNames != files.classNames)
        throw Error(ErrorKind::Input, heldOut.string() + ": the folder holds other classes than " +
                                          files.folder.string() +
                                          ", expected pictures of the same. Make the subfolders alike.");
    ReadPictures held = readPictures(others, name, same, options.watch);
    if (held.data.shape() != shape)
        throw Error(ErrorKind::Input, heldOut.string() + ": the pictures have another size than those of " +
                                          files.folder.string() + ". Choose a side for all.");
    pictures.skipped.insert(pictures.skipped.end(), held.skipped.begin(), held.skipped.end());
    return {chosen(pictures.data, options), chosen(held.data, options), std::move(pictures.skipped)};
}

LoadedData loadFolder(const fs::path& folder, const LoadOptions& options) {
    std::error_code error;
    const IdxPairs pairs = findIdxPairs(folder, error);
    if (error)
        throw Error(ErrorKind::Io, folder.string() + ": the folder cannot be read: " + error.message() +
                                       ". Make it readable for you, or choose another.");
    if (!pairs.empty())
        return loadIdxFolder(folder, pairs, options);
    if (const auto cifar = findCifar(folder))
        return loadCifar(*cifar, options);
    const auto [training, heldOut] = pictureFolders(folder);
    if (const PictureFiles pictures = findPictures(training, options.watch); !pictures.files.empty())
        return loadPictures(pictures, heldOut, displayName(folder, ""), options);
    throw Error(ErrorKind::Input, folder.string() +
                                      ": the folder holds no images, expected IDX files named like "
                                      "train-images-idx3-ubyte (plain or .gz), CIFAR's .bin files, or "
                                      "pictures (PNG, JPEG, BMP, WebP, PNM). Choose another folder.");
}

LoadedData loadFile(const fs::path& file, const LoadOptions& options) {
    const auto stem = stemOfImages(file);
    if (!stem)
        return loadPairs({file, {}}, nullptr, file.filename().string(), options);
    const fs::path folder = fs::absolute(file).parent_path();
    std::error_code unreadable; // then the file stands alone
    const IdxPairs pairs = findIdxPairs(folder, unreadable);
    const auto found = pairs.find(*stem);
    const IdxPair pair{file, found == pairs.end() ? fs::path() : found->second.labels};
    return loadPairs(pair, heldOutOf(pairs, *stem), displayName(folder, *stem), options);
}

LoadedData loadShapes(const LoadOptions& options) {
    ShapesOptions shapes{.seed = options.seed};
    if (options.form.side > 0)
        shapes.side = options.form.side; // drawn at this size, not scaled
    return split(makeShapes(shapes), options);
}

} // namespace

LoadedData loadData(const std::string& source, const LoadOptions& options) {
    if (options.limit < 0)
        throw Error(ErrorKind::Usage, "The limit is " + std::to_string(options.limit) +
                                          " images; choose 0 for all, or a positive number.");
    if (options.form.side < 0 || options.form.side > kLargestSide)
        throw Error(ErrorKind::Usage, "The side is " + std::to_string(options.form.side) +
                                          " pixels; choose 1 to " + std::to_string(kLargestSide) +
                                          ", or 0 for images as they are.");
    if (source == "shapes")
        return loadShapes(options);
    std::error_code error;
    const fs::file_status status = fs::status(source, error);
    if (fs::is_directory(status))
        return loadFolder(source, options);
    return loadFile(source, options);
}

std::vector<FoundData> findData() {
    std::vector<FoundData> found{{"Shapes", "shapes"}};
    for (const fs::path& place : {fs::path("/usr/share/datasets"), userDataFolder() / "datasets"}) {
        std::error_code error; // whatever cannot be read is not found
        std::vector<fs::path> folders;
        for (auto entry = fs::directory_iterator(place, error); !error && entry != fs::directory_iterator();
             entry.increment(error))
            if (!entry->path().filename().string().starts_with('.')) // not complete yet, or of no concern to us
                folders.push_back(entry->path());
        std::ranges::sort(folders);
        for (const fs::path& folder : folders) {
            const IdxPairs pairs = findIdxPairs(folder, error);
            const std::vector<std::string> stems = trainingStems(pairs);
            for (const std::string& stem : stems)
                found.push_back({displayName(folder, stem),
                                 (stems.size() == 1 ? folder : pairs.at(stem).images).string()});
            if (stems.empty())
                if (const auto cifar = findCifar(folder))
                    found.push_back({cifar->name, folder.string()});
        }
    }
    return found;
}

} // namespace latentscape
