#include "core/train/ClassifierCache.h"

#include "core/io/Safetensors.h"
#include "core/tensor/CacheFolder.h"
#include "core/tensor/Error.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <zlib.h>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

constexpr const char* kVersion = "1"; // of the way it is trained

std::uint32_t crcOf(std::uint32_t before, const void* bytes, std::size_t size) {
    return static_cast<std::uint32_t>(crc32_z(before, static_cast<const Bytef*>(bytes), size));
}

std::string hex(std::uint32_t value) {
    char digits[9];
    std::snprintf(digits, sizeof digits, "%08x", value);
    return digits;
}

std::uint32_t crcOfLabels(const Dataset& data) {
    std::uint32_t crc = 0;
    for (std::int64_t i = 0; i < data.count(); ++i) {
        crc = crcOf(crc, data.factors(i).data(), sizeof(std::uint16_t));
    }
    return crc;
}

// Everything that the classifier depends on.
std::string keyOf(const LoadedData& data, std::int64_t classes) {
    std::string key = std::string(kVersion) + " " + std::to_string(classes) + " " +
                      std::to_string(data.train->shape().channels) + " " +
                      toJson(Classifier::network(data.train->shape()));
    for (const auto& part : {data.train, data.heldOut}) {
        key += " " + std::to_string(part->count()) + " " + hex(part->fingerprint()) + " " +
               hex(crcOfLabels(*part));
    }
    return key;
}

fs::path fileOf(const std::string& key) {
    const fs::path folder = cacheFolder();
    return folder.empty() ? folder
                          : folder / ("classifier-" + hex(crcOf(0, key.data(), key.size())) + ".safetensors");
}

// False when there is none that is whole and was made from the same.
bool read(const fs::path& file, const std::string& key, TrainedClassifier& into) {
    std::error_code error;
    if (file.empty() || !fs::exists(file, error)) {
        return false;
    }
    try {
        const SafetensorsFile stored = readSafetensors(file);
        if (stored.metadata.at("key") != key) {
            return false;
        }
        ParameterStore& store = into.classifier.parameters();
        for (std::size_t i = 0; i < store.parameters().size(); ++i) {
            const StoredTensor& tensor = stored.tensors.at(store.parameters()[i].name);
            const auto values = std::as_writable_bytes(store.mutableValue(i));
            if (tensor.type != TensorType::F32 || tensor.bytes.size() != values.size()) {
                return false;
            }
            std::memcpy(values.data(), tensor.bytes.data(), values.size());
        }
        into.accuracy = std::stod(stored.metadata.at("accuracy"));
        return true;
    } catch (const std::exception&) { // damaged, or made by another version
        return false;
    }
}

void write(const fs::path& file, const std::string& key, const TrainedClassifier& trained,
           const ParameterStore& store) {
    if (file.empty()) {
        return;
    }
    SafetensorsFile content{{{"key", key}, {"accuracy", std::to_string(trained.accuracy)}}, {}};
    for (std::size_t i = 0; i < store.parameters().size(); ++i) {
        const auto bytes = std::as_bytes(store.value(i));
        content.tensors[store.parameters()[i].name] = {
            TensorType::F32, store.parameters()[i].shape, {bytes.begin(), bytes.end()}};
    }
    makeCacheFolder();
    try {
        writeSafetensors(file, content);
    } catch (const Error&) { // no room, or read only: then it is trained again
    }
}

} // namespace

std::unique_ptr<TrainedClassifier> classifierOf(const LoadedData& data, const WorkWatch& watch) {
    const std::int64_t classes = std::max(classCount(*data.train), classCount(*data.heldOut));
    const std::string key = keyOf(data, classes);
    const fs::path file = fileOf(key);
    const auto make = [&] {
        return std::unique_ptr<TrainedClassifier>(
            new TrainedClassifier{Classifier(data.train->shape(), classes), 0, {}});
    };
    auto trained = make();
    if (!read(file, key, *trained)) {
        trained = make(); // not what was read in part
        trained->classifier.train(data.train, watch);
        trained->accuracy = trained->classifier.accuracy(*data.heldOut);
        write(file, key, *trained, trained->classifier.parameters());
    }
    const auto weights = trained->classifier.parameters().values();
    trained->checksum = hex(crcOf(0, weights.data(), weights.size_bytes()));
    return trained;
}

} // namespace latentscape
