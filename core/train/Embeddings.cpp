#include "core/train/Embeddings.h"

#include "core/io/Csv.h"
#include "core/io/Npy.h"
#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"

#include <array>
#include <utility>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

std::string latentColumns(std::int64_t latent) {
    std::string text;
    for (std::int64_t i = 0; i < latent; ++i) {
        text += ",z" + std::to_string(i);
    }
    return text + "\n";
}

void appendLatent(std::string& row, std::span<const float> latent) {
    for (const float value : latent) {
        row += "," + csvNumber(value);
    }
    row += "\n";
}

// Figures of each image, between its labels and its latent.
struct Figures {
    std::vector<std::string> names;
    std::vector<std::span<const float>> columns; // with a name and n values each
};

std::string header(const Dataset& data, const Figures& figures, std::int64_t latent) {
    std::string text = "index";
    if (data.hasLabels()) {
        for (const std::string& name : data.factorNames()) {
            text += "," + csvText(name);
        }
        text += data.classNames().empty() ? "" : ",class";
    }
    for (const std::string& name : figures.names) {
        text += "," + name;
    }
    return text + latentColumns(latent);
}

void appendLabels(std::string& row, const Dataset& data, std::int64_t index) {
    const auto factors = data.factors(index);
    for (const std::uint16_t factor : factors) {
        row += "," + csvNumber(factor);
    }
    if (!data.classNames().empty()) {
        const std::size_t label = factors.front();
        row += "," + (label < data.classNames().size() ? csvText(data.classNames()[label]) : std::string());
    }
}

std::string toCsv(const Tensor& means, const Dataset& data, const Figures& figures = {}) {
    std::string text = header(data, figures, means.dim(1));
    for (std::int64_t i = 0; i < means.dim(0); ++i) {
        text += csvNumber(i);
        if (data.hasLabels()) {
            appendLabels(text, data, i);
        }
        for (const std::span<const float> column : figures.columns) {
            text += "," + csvNumber(column[static_cast<std::size_t>(i)]);
        }
        appendLatent(text, means.row(i));
    }
    return text;
}

// "latents.npy" -> "latents-labels.npy".
fs::path beside(const fs::path& out, const char* what) {
    return out.parent_path() / (out.stem().string() + what + ".npy");
}

// Beside `out`, of the first n images; no file when there are no labels.
void saveLabels(const fs::path& out, std::int64_t n, const Dataset& data, std::vector<fs::path>& files) {
    if (!data.hasLabels()) {
        return;
    }
    const auto count = static_cast<std::int64_t>(data.factorNames().size());
    std::vector<std::uint16_t> labels;
    for (std::int64_t i = 0; i < n; ++i) {
        const auto factors = data.factors(i);
        labels.insert(labels.end(), factors.begin(), factors.end());
    }
    files.push_back(beside(out, "-labels"));
    saveNpy(files.back(), {n, count}, labels);
}

void saveText(const fs::path& out, const std::string& text) {
    writeFileAtomically(out, std::as_bytes(std::span(text)));
}

Figures figuresOf(const LatentMap& map, const std::array<std::vector<float>, 2>& positions) {
    Figures figures{{"x", "y"}, {positions[0], positions[1]}};
    const auto add = [&](const char* name, std::span<const float> values) {
        if (!values.empty()) {
            figures.names.emplace_back(name);
            figures.columns.push_back(values);
        }
    };
    add("kl", map.kl);
    add("squared_error", map.errors);
    add("distance", map.distances);
    return figures;
}

} // namespace

void requireEmbeddingName(const fs::path& out) {
    if (out.extension() != ".npy" && out.extension() != ".csv") {
        throw Error(ErrorKind::Usage,
                    out.string() + ": encodings are saved as NPY or CSV; name it NAME.npy or NAME.csv");
    }
}

std::vector<fs::path> saveEmbeddings(const fs::path& out, const Tensor& means, const Dataset& data) {
    requireEmbeddingName(out);
    if (means.shape().size() != 2 || means.dim(0) > data.count()) {
        throw Error(ErrorKind::Usage, out.string() + ": encodings of " + toString(means.shape()) +
                                          " are not those of " + std::to_string(data.count()) + " images");
    }
    std::vector<fs::path> files{out};
    if (out.extension() == ".npy") {
        saveNpy(out, means.shape(), means.values());
        saveLabels(out, means.dim(0), data, files);
    } else {
        saveText(out, toCsv(means, data));
    }
    return files;
}

std::vector<fs::path> saveMap(const fs::path& out, const LatentPlane& plane) {
    requireEmbeddingName(out);
    const LatentMap& map = *plane.map();
    const Tensor& positions = plane.positions();
    std::vector<fs::path> files{out};
    if (out.extension() == ".npy") {
        saveNpy(out, positions.shape(), positions.values());
        files.push_back(beside(out, "-latents"));
        saveNpy(files.back(), map.latents.shape(), map.latents.values());
        saveLabels(out, positions.dim(0), *map.images, files);
    } else {
        std::array<std::vector<float>, 2> columns;
        for (std::int64_t i = 0; i < positions.dim(0); ++i) {
            columns[0].push_back(positions.row(i)[0]);
            columns[1].push_back(positions.row(i)[1]);
        }
        saveText(out, toCsv(map.latents, *map.images, figuresOf(map, columns)));
    }
    return files;
}

void saveLatents(const fs::path& out, const std::vector<std::string>& names, const Tensor& latents) {
    requireEmbeddingName(out);
    if (latents.shape().size() != 2 || std::cmp_not_equal(latents.dim(0), names.size())) {
        throw Error(ErrorKind::Usage, out.string() + ": " + toString(latents.shape()) +
                                          " are not the latents of " + std::to_string(names.size()) +
                                          " names");
    }
    if (out.extension() == ".npy") {
        saveNpy(out, latents.shape(), latents.values());
        return;
    }
    std::string text = "name" + latentColumns(latents.dim(1));
    for (std::int64_t i = 0; i < latents.dim(0); ++i) {
        text += csvText(names[static_cast<std::size_t>(i)]);
        appendLatent(text, latents.row(i));
    }
    saveText(out, text);
}

} // namespace latentscape
