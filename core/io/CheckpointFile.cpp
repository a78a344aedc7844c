// The checkpoint's file: its metadata and tensors, and what they must be to be read.
#include "core/io/Checkpoint.h"
#include "core/io/Safetensors.h"
#include "core/models/ModelConfigJson.h"
#include "core/tensor/Error.h"
#include "core/tensor/Json.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace latentscape {

using nlohmann::json;

namespace {

constexpr const char* kFormat = "latentscape-checkpoint";
constexpr const char* kVersion = "2"; // 1: networks were lists of widths
constexpr const char* kOrder = "data.order";
constexpr const char* kOptimizerPrefix = "optimizer.";
constexpr const char* kLastPrefix = "last.";
constexpr std::int64_t kMost = std::int64_t{1} << 62; // steps: what is added to them still fits
constexpr std::int64_t kMostEpochs = 1'000'000'000;   // as a run's settings may ask for

template <typename T> std::vector<std::byte> toBytes(const std::vector<T>& values) {
    std::vector<std::byte> bytes(values.size() * sizeof(T));
    if (!values.empty()) {
        std::memcpy(bytes.data(), values.data(), bytes.size());
    }
    return bytes;
}

template <typename T> std::vector<T> fromBytes(const std::vector<std::byte>& bytes) {
    std::vector<T> values(bytes.size() / sizeof(T));
    if (!values.empty()) {
        std::memcpy(values.data(), bytes.data(), bytes.size());
    }
    return values;
}

// ---- writing ----

json randomToJson(const Random::State& state) {
    return {{"seed", state.seed}, {"stream", state.stream}, {"counter", state.counter}};
}

json countersToJson(const Checkpoint& checkpoint) {
    return {{"optimizer_steps", checkpoint.optimizerSteps},
            {"gradient_norms", checkpoint.gradientNorms},
            {"epoch", checkpoint.epoch},
            {"cursor", checkpoint.cursor},
            {"epoch_losses", checkpoint.epochLosses},
            {"step", checkpoint.step},
            {"weights_step", checkpoint.weightsStep},
            {"data_fingerprint", checkpoint.dataFingerprint}};
}

// ---- reading ----

const std::string& metadataOf(const SafetensorsFile& file, const char* key) {
    const auto found = file.metadata.find(key);
    if (found == file.metadata.end()) {
        throw Error(ErrorKind::Input, "the metadata have no \"" + std::string(key) + "\"");
    }
    return found->second;
}

StoredTensor take(SafetensorsFile& file, const std::string& name, TensorType type) {
    auto node = file.tensors.extract(name);
    if (!node) {
        throw Error(ErrorKind::Input, "tensor \"" + name + "\" is missing");
    }
    if (node.mapped().type != type) {
        throw Error(ErrorKind::Input, "tensor \"" + name + "\" is of another type than expected");
    }
    return std::move(node.mapped());
}

Checkpoint::Entry takeEntry(SafetensorsFile& file, const std::string& prefix, const std::string& name,
                            const Shape& shape) {
    StoredTensor tensor = take(file, prefix + name, TensorType::F32);
    if (tensor.shape != shape) {
        throw Error(ErrorKind::Input, "tensor \"" + prefix + name + "\" has the shape " +
                                          toString(tensor.shape) + ", expected " + toString(shape));
    }
    return {name, shape, fromBytes<float>(tensor.bytes)};
}

LossSums lossSumsField(const json& object, const char* key) {
    const json& list = field(object, key);
    constexpr std::size_t count = std::tuple_size_v<LossSums>;
    if (!list.is_array() || list.size() != count ||
        !std::ranges::all_of(list, [](const json& sum) { return sum.is_number(); })) {
        throw Error(ErrorKind::Input, "\"" + std::string(key) + "\" is " + list.dump() + ", expected " +
                                          std::to_string(count) + " numbers");
    }
    return list.get<LossSums>();
}

std::vector<std::int64_t> stepsField(const json& object, const char* key) {
    const json& list = field(object, key);
    if (!list.is_array() || list.empty() || list.size() > 2) {
        throw Error(ErrorKind::Input, "\"" + std::string(key) + "\" is " + list.dump() +
                                          ", expected a number for each network that is trained");
    }
    std::vector<std::int64_t> steps;
    for (const json& count : list) {
        steps.push_back(integerField(json{{key, count}}, key, 0, kMost));
    }
    return steps;
}

std::vector<float> normsField(const json& object, const char* key) {
    const json list = object.value(key, json::array()); // older files have none
    const bool possible = list.is_array() && list.size() <= 2 &&
                          std::ranges::all_of(list, [](const json& norm) { return norm.is_number(); });
    if (!possible) {
        throw Error(ErrorKind::Input, "\"" + std::string(key) + "\" is " + list.dump() +
                                          ", expected a number for each network that is trained");
    }
    return list.get<std::vector<float>>();
}

void readMetadata(const SafetensorsFile& file, Checkpoint& checkpoint) {
    if (metadataOf(file, "format") != kFormat) {
        throw Error(ErrorKind::Input, "is not a Latentscape checkpoint");
    }
    if (const std::string& version = metadataOf(file, "version"); version != kVersion) {
        throw Error(ErrorKind::Input,
                    "has format version " + version + ", this program reads version " + kVersion);
    }
    checkpoint.model = modelConfigFromJson(metadataOf(file, "model"));
    validate(checkpoint.model);
    checkpoint.optimizer = optimizerConfigFromJson(metadataOf(file, "optimizer"));
    checkpoint.settings = metadataOf(file, "settings");
    if (!parseJson(checkpoint.settings).is_object()) {
        throw Error(ErrorKind::Input, "\"settings\" is not a JSON object");
    }
    if (const auto history = file.metadata.find("history"); history != file.metadata.end()) {
        checkpoint.history = history->second; // files of other programs need not have one
    }
    if (const auto explore = file.metadata.find("explore"); explore != file.metadata.end()) {
        checkpoint.explore = explore->second;
    }
    if (const auto run = file.metadata.find("run"); run != file.metadata.end()) {
        checkpoint.run = run->second;
    }
    const json random = parseJson(metadataOf(file, "random"));
    checkpoint.random = {unsignedField(random, "seed"), unsignedField(random, "stream"),
                         unsignedField(random, "counter")};
    const json counters = parseJson(metadataOf(file, "counters"));
    checkpoint.optimizerSteps = stepsField(counters, "optimizer_steps");
    checkpoint.gradientNorms = normsField(counters, "gradient_norms");
    checkpoint.epoch = integerField(counters, "epoch", 0, kMostEpochs);
    checkpoint.cursor = integerField(counters, "cursor", 0, kMost);
    checkpoint.epochLosses = lossSumsField(counters, "epoch_losses");
    checkpoint.step = integerField(counters, "step", 0, kMost);
    checkpoint.weightsStep = counters.contains("weights_step") // older files have none
                                 ? integerField(counters, "weights_step", 0, kMost)
                                 : checkpoint.step;
    checkpoint.dataFingerprint =
        static_cast<std::uint32_t>(integerField(counters, "data_fingerprint", 0, 0xffffffff));
}

void readOrder(SafetensorsFile& file, Checkpoint& checkpoint) {
    checkpoint.order = fromBytes<std::uint32_t>(take(file, kOrder, TensorType::U32).bytes);
    std::vector<bool> seen(checkpoint.order.size());
    for (const std::uint32_t index : checkpoint.order) {
        if (index >= seen.size() || seen[index]) {
            throw Error(ErrorKind::Input, "\"data.order\" is not a permutation of the images: " +
                                              std::to_string(index) + " is out of range or comes twice");
        }
        seen[index] = true;
    }
    if (checkpoint.cursor != 0 && std::cmp_greater_equal(checkpoint.cursor, seen.size())) {
        throw Error(ErrorKind::Input, "\"cursor\" is " + std::to_string(checkpoint.cursor) + " of " +
                                          std::to_string(seen.size()) + " images");
    }
}

void requireFinite(const std::vector<Checkpoint::Entry>& weights) {
    for (const Checkpoint::Entry& entry : weights) {
        if (!std::all_of(entry.values.begin(), entry.values.end(),
                         [](float v) { return std::isfinite(v); })) {
            throw Error(ErrorKind::Input, "tensor \"" + entry.name + "\" holds a value that is not finite");
        }
    }
}

// What it makes of the weights must be a number again: means of squares are not negative.
void requireUsable(const std::vector<Checkpoint::Entry>& optimizerState) {
    for (const Checkpoint::Entry& entry : optimizerState) {
        const bool isSquare = entry.name.starts_with("v.") || entry.name.starts_with("mean_square.");
        const auto usable = [isSquare](float v) { return isSquare ? v >= 0 : !std::isnan(v); };
        if (!std::ranges::all_of(entry.values, usable)) {
            throw Error(ErrorKind::Input, "tensor \"" + std::string(kOptimizerPrefix) + entry.name +
                                              "\" holds a value that no optimizer leaves behind");
        }
    }
}

// Building a model allocates what its configuration says: only after the file has shown that it holds as
// much.
void requireAsManyWeights(const SafetensorsFile& file, const ModelConfig& config) {
    std::int64_t stored = 0;
    for (const auto& [name, tensor] : file.tensors) {
        if (name != kOrder && !name.starts_with(kOptimizerPrefix) && !name.starts_with(kLastPrefix)) {
            stored += elementCount(tensor.shape);
        }
    }
    const std::int64_t expected = parameterCount(config, true);
    if (stored != expected) {
        throw Error(ErrorKind::Input, "holds " + std::to_string(stored) + " weights, its model " +
                                          describe(config) + " has " + std::to_string(expected));
    }
}

Checkpoint readChecked(SafetensorsFile file) {
    Checkpoint checkpoint;
    readMetadata(file, checkpoint);
    readOrder(file, checkpoint);
    requireAsManyWeights(file, checkpoint.model);
    const auto model = makeModel(checkpoint.model, checkpoint.optimizer, 0);
    const bool hasLast = std::ranges::any_of(
        file.tensors, [](const auto& tensor) { return tensor.first.starts_with(kLastPrefix); });
    std::size_t optimizers = 0;
    for (const auto& [parameters, optimizer] : model->trainables()) {
        for (const Parameter& parameter : parameters.parameters()) {
            checkpoint.weights.push_back(takeEntry(file, "", parameter.name, parameter.shape));
            if (hasLast) {
                checkpoint.lastWeights.push_back(
                    takeEntry(file, kLastPrefix, parameter.name, parameter.shape));
            }
        }
        if (!optimizer) {
            continue;
        }
        ++optimizers;
        for (const auto& buffer : optimizer->state()) {
            for (const Parameter& parameter : parameters.parameters()) {
                checkpoint.optimizerState.push_back(
                    takeEntry(file, kOptimizerPrefix, buffer.name + "." + parameter.name, parameter.shape));
            }
        }
    }
    if (checkpoint.optimizerSteps.size() != optimizers) {
        throw Error(ErrorKind::Input, "\"optimizer_steps\" has " +
                                          std::to_string(checkpoint.optimizerSteps.size()) +
                                          " numbers, expected one for each network that is trained");
    }
    if (!file.tensors.empty()) {
        throw Error(ErrorKind::Input,
                    "tensor \"" + file.tensors.begin()->first + "\" does not belong to the model");
    }
    requireFinite(checkpoint.weights);
    requireFinite(checkpoint.lastWeights);
    requireUsable(checkpoint.optimizerState);
    return checkpoint;
}

} // namespace

void saveCheckpoint(const std::filesystem::path& file, const Checkpoint& checkpoint) {
    SafetensorsFile content;
    content.metadata = {{"format", kFormat},
                        {"version", kVersion},
                        {"app", "latentscape " LATENTSCAPE_VERSION},
                        {"model", toJson(checkpoint.model)},
                        {"optimizer", toJson(checkpoint.optimizer)},
                        {"settings", checkpoint.settings},
                        {"history", checkpoint.history},
                        {"random", randomToJson(checkpoint.random).dump()},
                        {"counters", countersToJson(checkpoint).dump()}};
    if (checkpoint.explore != "{}") {
        content.metadata["explore"] = checkpoint.explore;
    }
    if (!checkpoint.run.empty()) {
        content.metadata["run"] = checkpoint.run;
    }
    for (const Checkpoint::Entry& entry : checkpoint.weights) {
        content.tensors[entry.name] = {TensorType::F32, entry.shape, toBytes(entry.values)};
    }
    for (const Checkpoint::Entry& entry : checkpoint.lastWeights) {
        content.tensors[kLastPrefix + entry.name] = {TensorType::F32, entry.shape, toBytes(entry.values)};
    }
    for (const Checkpoint::Entry& entry : checkpoint.optimizerState) {
        content.tensors[kOptimizerPrefix + entry.name] = {TensorType::F32, entry.shape,
                                                          toBytes(entry.values)};
    }
    const auto images = static_cast<std::int64_t>(checkpoint.order.size());
    content.tensors[kOrder] = {TensorType::U32, {images}, toBytes(checkpoint.order)};
    writeSafetensors(file, content);
}

Checkpoint loadCheckpoint(const std::filesystem::path& file) {
    SafetensorsFile content = readSafetensors(file);
    try {
        return readChecked(std::move(content));
    } catch (const Error& e) { // also a configuration that validate() calls impossible
        throw Error(ErrorKind::Input, file.string() + ": " + e.what() +
                                          (std::string_view(e.what()).ends_with('.') ? "" : ".") +
                                          " Choose another checkpoint.");
    }
}

} // namespace latentscape
