#include "core/io/Provenance.h"

#include "core/io/Checkpoint.h"
#include "core/io/PngText.h"
#include "core/tensor/Error.h"
#include "core/tensor/Json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <limits>
#include <system_error>
#include <zlib.h>

namespace latentscape {

using nlohmann::json;

namespace {

constexpr int kVersion = 1;
constexpr std::size_t kLongestText = 256;
constexpr int kMostColumns = 100'000;
constexpr std::int64_t kMostDimensions = 65536; // as a model may have
constexpr std::array kScalingNames{std::pair{Scaling::Nearest, "nearest"},
                                   std::pair{Scaling::Smooth, "smooth"}};

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(ErrorKind::Input, reason);
}

std::string shortText(const json& object, const char* key) {
    std::string text = stringField(object, key);
    if (text.size() > kLongestText) {
        refuse("\"" + std::string(key) + "\" is longer than " + std::to_string(kLongestText) + " bytes");
    }
    return text;
}

const json& listField(const json& object, const char* key, std::int64_t most) {
    const json& list = field(object, key);
    if (!list.is_array() || std::cmp_greater(list.size(), most)) {
        refuse("\"" + std::string(key) + "\" is not a list of at most " + std::to_string(most) + " entries");
    }
    return list;
}

json latentsToJson(const Provenance& provenance) {
    json list = json::array();
    const auto dimensions = static_cast<std::size_t>(provenance.dimensions);
    for (std::size_t first = 0; first < provenance.latents.size(); first += dimensions) {
        json latent = json::array();
        for (std::size_t i = first; i < first + dimensions; ++i) {
            latent.push_back(shortestDouble(provenance.latents[i]));
        }
        list.push_back(std::move(latent));
    }
    return list;
}

// As the text of a PNG file is Latin-1. A name that is no UTF-8 must not be the end of it.
std::string asAscii(const nlohmann::ordered_json& object) {
    return object.dump(-1, ' ', true, json::error_handler_t::replace);
}

std::vector<float> latentsField(const json& object, const char* key, std::int64_t dimensions) {
    std::vector<float> latents;
    for (const json& latent : listField(object, key, kMostLatentValues / dimensions)) {
        if (!latent.is_array() || std::cmp_not_equal(latent.size(), dimensions)) {
            refuse("\"" + std::string(key) + "\" has a latent that is not a list of " +
                   std::to_string(dimensions) + " numbers");
        }
        for (const json& value : latent) {
            const double number = value.is_number() ? value.get<double>() : std::nan("");
            if (!(std::abs(number) <= double{kLargestLatent})) { // also for NaN
                refuse("\"" + std::string(key) + "\" holds " + value.dump() +
                       ", which is no value of a latent");
            }
            latents.push_back(static_cast<float>(number));
        }
    }
    return latents;
}

std::vector<std::uint16_t> classesField(const json& object, const char* key, std::int64_t pictures) {
    std::vector<std::uint16_t> classes;
    for (const json& label : listField(object, key, kMostLatentValues)) {
        classes.push_back(static_cast<std::uint16_t>(
            integerField(json{{key, label}}, key, 0, std::numeric_limits<std::uint16_t>::max())));
    }
    if (!classes.empty() && std::cmp_not_equal(classes.size(), pictures)) {
        refuse("\"" + std::string(key) + "\" has " + std::to_string(classes.size()) + " entries for " +
               std::to_string(pictures) + " pictures");
    }
    return classes;
}

} // namespace

std::int64_t Provenance::pictures() const {
    return dimensions > 0 ? std::ssize(latents) / dimensions : 0;
}

Provenance Provenance::ofPicture(std::int64_t index) const {
    Provenance one = *this;
    one.columns = 1;
    if (index < pictures()) {
        const auto first = latents.begin() + index * dimensions;
        one.latents.assign(first, first + dimensions);
    }
    if (index < std::ssize(classes)) {
        one.classes = {classes[static_cast<std::size_t>(index)]};
    }
    return one;
}

Provenance provenanceOf(Model& model, const std::string& checkpoint, std::int64_t step,
                        const std::string& madeBy) {
    Provenance provenance;
    provenance.app = "latentscape " LATENTSCAPE_VERSION;
    provenance.madeBy = madeBy;
    provenance.checkpoint = checkpoint;
    provenance.step = step;
    provenance.weights = modelChecksum(model);
    provenance.dimensions = model.config().latent;
    return provenance;
}

Provenance provenanceOf(const Checkpoint& checkpoint, const std::filesystem::path& file,
                        const std::string& madeBy) {
    const auto model = makeModel(checkpoint.model, checkpoint.optimizer, 0);
    restoreModel(checkpoint, *model);
    return provenanceOf(*model, checkpointName(file), checkpoint.weightsStep, madeBy);
}

std::string checkpointName(const std::filesystem::path& file) {
    std::error_code error;
    const std::filesystem::path whole = std::filesystem::absolute(file, error);
    const std::string folder = whole.parent_path().filename().string();
    return (folder.empty() ? "" : folder + "/") + file.filename().string();
}

std::string modelChecksum(Model& model) {
    const ParameterStore& store = model.parameters();
    uLong sum = crc32_z(0, nullptr, 0);
    for (std::size_t i = 0; i < store.parameters().size(); ++i) {
        const std::span<const float> values = store.value(i);
        sum = crc32_z(sum, reinterpret_cast<const Bytef*>(values.data()), values.size_bytes());
    }
    std::array<char, 9> digits{};
    std::snprintf(digits.data(), digits.size(), "%08lx", sum);
    return digits.data();
}

std::string toJson(const Provenance& provenance) {
    nlohmann::ordered_json object{{"version", kVersion},           {"app", provenance.app},
                                  {"made_by", provenance.madeBy},  {"checkpoint", provenance.checkpoint},
                                  {"weights", provenance.weights}, {"step", provenance.step}};
    if (provenance.seed) {
        object["seed"] = *provenance.seed;
    }
    object["columns"] = provenance.columns;
    object["scale"] = provenance.enlargement.factor;
    object["scaling"] = nameOf(kScalingNames, provenance.enlargement.scaling);
    object["dimensions"] = provenance.dimensions;
    const std::string without = asAscii(object);
    if (provenance.pictures() == 0 || std::ssize(provenance.latents) > kMostLatentValues) {
        return without;
    }
    object["latents"] = latentsToJson(provenance);
    if (!provenance.classes.empty()) {
        object["classes"] = provenance.classes;
    }
    std::string whole = asAscii(object);
    return whole.size() <= kLongestPngText ? whole : without;
}

Provenance provenanceFromJson(std::string_view text) {
    const json object = parseJson(text);
    if (integerField(object, "version", 1, std::numeric_limits<std::int64_t>::max()) != kVersion) {
        refuse("\"version\" is " + object["version"].dump() + ", this program reads version " +
               std::to_string(kVersion));
    }
    Provenance provenance;
    provenance.app = shortText(object, "app");
    provenance.madeBy = shortText(object, "made_by");
    provenance.checkpoint = shortText(object, "checkpoint");
    provenance.weights = shortText(object, "weights");
    provenance.step = integerField(object, "step", 0, std::numeric_limits<std::int64_t>::max());
    if (object.contains("seed")) {
        provenance.seed = unsignedField(object, "seed");
    }
    provenance.columns = static_cast<int>(integerField(object, "columns", 1, kMostColumns));
    provenance.enlargement.factor = static_cast<int>(integerField(object, "scale", 1, kLargestFactor));
    provenance.enlargement.scaling = enumField(object, "scaling", kScalingNames);
    provenance.dimensions = integerField(object, "dimensions", 1, kMostDimensions);
    if (object.contains("latents")) {
        provenance.latents = latentsField(object, "latents", provenance.dimensions);
    }
    if (object.contains("classes")) {
        provenance.classes = classesField(object, "classes", provenance.pictures());
    }
    return provenance;
}

std::optional<Provenance> readProvenance(const std::filesystem::path& file) {
    const std::optional<std::string> text = readPngText(file, kProvenanceKey);
    if (!text) {
        return std::nullopt;
    }
    try {
        return provenanceFromJson(*text);
    } catch (const Error& e) {
        throw Error(e.kind(), file.string() + ": what it says about itself cannot be read: " + e.what());
    }
}

} // namespace latentscape
