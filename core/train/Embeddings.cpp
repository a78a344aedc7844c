#include "core/train/Embeddings.h"

#include "core/io/Csv.h"
#include "core/io/Npy.h"
#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"

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

std::string header(const Dataset& data, std::int64_t latent) {
    std::string text = "index";
    if (data.hasLabels()) {
        for (const std::string& name : data.factorNames()) {
            text += "," + csvText(name);
        }
        text += data.classNames().empty() ? "" : ",class";
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

std::string toCsv(const Tensor& means, const Dataset& data) {
    std::string text = header(data, means.dim(1));
    for (std::int64_t i = 0; i < means.dim(0); ++i) {
        text += csvNumber(i);
        if (data.hasLabels()) {
            appendLabels(text, data, i);
        }
        appendLatent(text, means.row(i));
    }
    return text;
}

std::vector<fs::path> saveArrays(const fs::path& out, const Tensor& means, const Dataset& data) {
    saveNpy(out, means.shape(), means.values());
    if (!data.hasLabels()) {
        return {out};
    }
    const auto count = static_cast<std::int64_t>(data.factorNames().size());
    std::vector<std::uint16_t> labels;
    for (std::int64_t i = 0; i < means.dim(0); ++i) {
        const auto factors = data.factors(i);
        labels.insert(labels.end(), factors.begin(), factors.end());
    }
    const fs::path beside = out.parent_path() / (out.stem().string() + "-labels.npy");
    saveNpy(beside, {means.dim(0), count}, labels);
    return {out, beside};
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
    if (out.extension() == ".npy") {
        return saveArrays(out, means, data);
    }
    const std::string text = toCsv(means, data);
    writeFileAtomically(out, std::as_bytes(std::span(text)));
    return {out};
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
    writeFileAtomically(out, std::as_bytes(std::span(text)));
}

} // namespace latentscape
