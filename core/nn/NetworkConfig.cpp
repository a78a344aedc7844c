#include "core/nn/NetworkConfig.h"

#include "core/nn/Activation.h"
#include "core/nn/AveragePool.h"
#include "core/nn/BatchNorm2d.h"
#include "core/nn/Conv2d.h"
#include "core/nn/ConvTranspose2d.h"
#include "core/nn/Dense.h"
#include "core/nn/Dropout.h"
#include "core/nn/GroupNorm.h"
#include "core/nn/Reshape.h"
#include "core/nn/Residual.h"
#include "core/nn/SpectralNorm.h"
#include "core/nn/Upsample.h"
#include "core/tensor/Error.h"
#include "core/tensor/Json.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace latentscape {

using nlohmann::json;

namespace {

constexpr std::size_t kMostLayers = 64;

enum class Type { Whole, Real, Flag };

struct Setting {
    const char* key;
    Type type;
    double low;
    double high;
    std::optional<double> fallback; // none: it must be given
    bool mayBeImage = false;        // "image" is a value too
};

// What a layer is made from.
struct Making {
    const LayerConfig& config;
    const ImageShape& image;
    Precision precision;
    float slope; // of the rectifier that is fused into it
    double operator[](const char* key) const;
    std::int64_t whole(const char* key) const { return std::llround((*this)[key]); }
};

using Layers = std::vector<std::unique_ptr<Layer>>;

struct Kind {
    const char* name;
    std::vector<Setting> settings;
    bool fusesRectifier;
    std::function<void(const Making&, Layers&)> add;
    bool holdsLayers = false; // a list "layers" of its own
};

// [height, width, channels] of the image, `downscale` times smaller.
Shape volume(const Making& m, std::int64_t channels) {
    const std::int64_t downscale = m.whole("downscale");
    for (const int side : {m.image.height, m.image.width}) {
        if (side % downscale != 0) {
            throw Error(ErrorKind::Usage, "the images' side of " + std::to_string(side) +
                                              " pixels is no multiple of its \"downscale\", " +
                                              std::to_string(downscale) +
                                              ". Bring the images to another side, or choose another model");
        }
    }
    return {m.image.height / downscale, m.image.width / downscale, channels};
}

// The layer, with its weight over its spectral norm if that is wanted.
void addWeighted(const Making& m, std::unique_ptr<Layer> layer, Layers& layers) {
    layers.push_back(m["spectral_norm"] != 0 ? std::make_unique<SpectralNorm>(std::move(layer))
                                             : std::move(layer));
}

void addDense(const Making& m, Layers& layers) {
    const std::int64_t units = m["units"] == kLikeImage ? m.image.pixels() : m.whole("units");
    const bool bias = m["bias"] != 0;
    if (m["downscale"] == 0) {
        addWeighted(m, std::make_unique<Dense>(units, m.slope, bias, m.precision), layers);
        return;
    }
    Shape shape = volume(m, units);
    addWeighted(m, std::make_unique<Dense>(elementCount(shape), m.slope, bias, m.precision), layers);
    layers.push_back(std::make_unique<Reshape>(std::move(shape)));
}

ConvolutionConfig convolution(const Making& m) {
    return {.channels = m["channels"] == kLikeImage ? m.image.channels : m.whole("channels"),
            .kernel = m.whole("kernel"),
            .stride = m.whole("stride"),
            .padding = m.whole("padding"),
            .bias = m["bias"] != 0,
            .slope = m.slope,
            .precision = m.precision};
}

template <typename ConvolutionKind> void addConvolution(const Making& m, Layers& layers) {
    addWeighted(m, std::make_unique<ConvolutionKind>(convolution(m)), layers);
}

auto addActivation(Activation::Kind kind) {
    return [kind](const Making& m, Layers& layers) {
        const bool leaky = kind == Activation::Kind::LeakyRelu;
        layers.push_back(std::make_unique<Activation>(kind, leaky ? static_cast<float>(m["slope"]) : 0.0f));
    };
}

void addResidual(const Making& m, Layers& layers) {
    layers.push_back(
        std::make_unique<Residual>(makeLayers(m.config.layers, m.image, m.precision), m.slope, m.precision));
}

void addUpsample(const Making& m, Layers& layers) {
    layers.push_back(std::make_unique<Upsample>(
        m.whole("scale"), m["bilinear"] != 0 ? Upsample::Kind::Bilinear : Upsample::Kind::Nearest));
}

void addAveragePool(const Making& m, Layers& layers) {
    const std::int64_t kernel = m.whole("kernel");
    layers.push_back(std::make_unique<AveragePool>(kernel, m["stride"] == 0 ? kernel : m.whole("stride")));
}

const Setting kBias{"bias", Type::Flag, 0, 1, 1};
const Setting kSpectralNorm{"spectral_norm", Type::Flag, 0, 1, 0};
const std::vector<Setting> kConvolutionSettings{{"channels", Type::Whole, 1, 65536, {}, true},
                                                {"kernel", Type::Whole, 1, 64, {}},
                                                {"stride", Type::Whole, 1, 64, 1},
                                                {"padding", Type::Whole, 0, 63, 0},
                                                kBias,
                                                kSpectralNorm};

// Every layer a network can have. "downscale" makes a volume: so many times smaller than the image. A pool's
// stride is its kernel if none is given.
const std::vector<Kind>& kinds() {
    using enum Activation::Kind;
    static const std::vector<Kind> all{
        {"dense",
         {{"units", Type::Whole, 1, 65536, {}, true},
          {"downscale", Type::Whole, 1, 4096, 0},
          kBias,
          kSpectralNorm},
         true,
         addDense},
        {"conv2d", kConvolutionSettings, true, addConvolution<Conv2d>},
        {"conv_transpose2d", kConvolutionSettings, true, addConvolution<ConvTranspose2d>},
        {"batch_norm",
         {},
         true,
         [](const Making& m, Layers& layers) { layers.push_back(std::make_unique<BatchNorm2d>(m.slope)); }},
        {"group_norm",
         {{"groups", Type::Whole, 1, 65536, {}}},
         true,
         [](const Making& m, Layers& layers) {
             layers.push_back(std::make_unique<GroupNorm>(m.whole("groups"), m.slope));
         }},
        {"layer_norm",
         {},
         true,
         [](const Making& m, Layers& layers) { layers.push_back(std::make_unique<GroupNorm>(1, m.slope)); }},
        {"residual", {}, true, addResidual, true},
        {"upsample",
         {{"scale", Type::Whole, 1, 64, 2}, {"bilinear", Type::Flag, 0, 1, 0}},
         false,
         addUpsample},
        {"avg_pool",
         {{"kernel", Type::Whole, 1, 64, {}}, {"stride", Type::Whole, 1, 64, 0}},
         false,
         addAveragePool},
        {"dropout",
         {{"probability", Type::Real, 0, 0.95, 0.5}},
         false,
         [](const Making& m, Layers& layers) {
             layers.push_back(std::make_unique<Dropout>(static_cast<float>(m["probability"])));
         }},
        {"flatten",
         {},
         false,
         [](const Making&, Layers& layers) { layers.push_back(std::make_unique<Reshape>(Shape{})); }},
        {"reshape",
         {{"channels", Type::Whole, 1, 65536, {}}, {"downscale", Type::Whole, 1, 4096, 1}},
         false,
         [](const Making& m, Layers& layers) {
             layers.push_back(std::make_unique<Reshape>(volume(m, m.whole("channels"))));
         }},
        {"relu", {}, false, addActivation(Relu)},
        {"leaky_relu", {{"slope", Type::Real, 0, 1, 0.2}}, false, addActivation(LeakyRelu)},
        {"sigmoid", {}, false, addActivation(Sigmoid)},
        {"tanh", {}, false, addActivation(Tanh)},
        {"softplus", {}, false, addActivation(Softplus)},
        {"silu", {}, false, addActivation(Silu)},
    };
    return all;
}

const Kind* findKind(const std::string& name) {
    const auto found = std::ranges::find(kinds(), name, &Kind::name);
    return found == kinds().end() ? nullptr : &*found;
}

double valueOf(const LayerConfig& layer, const char* key) {
    if (const auto given = layer.settings.find(key); given != layer.settings.end()) {
        return given->second;
    }
    return std::ranges::find(findKind(layer.kind)->settings, std::string_view(key), &Setting::key)
        ->fallback.value();
}

double Making::operator[](const char* key) const {
    return valueOf(config, key);
}

// The slope of a rectifier, or nothing for any other layer.
std::optional<float> rectifierSlope(const LayerConfig& layer) {
    if (layer.kind == "relu") {
        return kRelu;
    }
    if (layer.kind == "leaky_relu") {
        return static_cast<float>(valueOf(layer, "slope"));
    }
    return std::nullopt;
}

std::string placeOf(std::size_t index, const std::string& kind) {
    return "layer " + std::to_string(index + 1) + " (" + kind + "): ";
}

// ---- JSON ----

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(ErrorKind::Input, reason);
}

double settingFromJson(const json& value, const Setting& setting) {
    if (setting.mayBeImage && value == "image") {
        return kLikeImage;
    }
    if (setting.type == Type::Flag && value.is_boolean()) {
        return value.get<bool>() ? 1 : 0;
    }
    const bool isNumber = setting.type == Type::Whole ? value.is_number_integer() : value.is_number();
    const double number = isNumber && setting.type != Type::Flag ? value.get<double>() : std::nan("");
    if (!(number >= setting.low && number <= setting.high)) { // also false for NaN
        const char* what = setting.type == Type::Whole  ? "a whole number"
                           : setting.type == Type::Real ? "a number"
                                                        : nullptr;
        refuse("\"" + std::string(setting.key) + "\" is " + value.dump() + ", expected " +
               (what ? std::string(what) + " from " + json(setting.low).dump() + " to " +
                           json(setting.high).dump() + (setting.mayBeImage ? " or \"image\"" : "")
                     : "true or false"));
    }
    return number;
}

json settingToJson(double value, const Setting& setting) {
    switch (setting.type) {
    case Type::Flag:
        return value != 0;
    case Type::Real:
        return value;
    case Type::Whole:
        break;
    }
    return setting.mayBeImage && value == kLikeImage ? json("image") : json(std::llround(value));
}

NetworkConfig listFromJson(const json& list, bool isHeld);

// isHeld: by another layer, which cannot hold one that holds layers itself.
LayerConfig layerFromJson(const json& object, bool isHeld) {
    const std::string name = stringField(object, "layer");
    const Kind* kind = findKind(name);
    if (!kind) {
        std::string names;
        for (const Kind& known : kinds()) {
            names += (names.empty() ? "" : ", ") + std::string(known.name);
        }
        refuse("\"layer\" is \"" + name + "\", expected one of " + names);
    }
    if (kind->holdsLayers && isHeld) {
        refuse("a \"" + name + "\" cannot hold another");
    }
    LayerConfig layer{name};
    for (const auto& [key, value] : object.items()) {
        if (key == "layer") {
            continue;
        }
        if (key == "layers" && kind->holdsLayers) {
            layer.layers = listFromJson(value, true);
            continue;
        }
        const auto setting = std::ranges::find(kind->settings, key, &Setting::key);
        if (setting == kind->settings.end()) {
            refuse("\"" + key + "\" is not a setting of this layer");
        }
        layer.settings[key] = settingFromJson(value, *setting);
    }
    for (const Setting& setting : kind->settings) {
        if (!setting.fallback && !layer.settings.contains(setting.key)) {
            refuse("\"" + std::string(setting.key) + "\" is missing");
        }
    }
    if (kind->holdsLayers && layer.layers.empty()) {
        refuse("\"layers\" is missing or empty");
    }
    return layer;
}

NetworkConfig listFromJson(const json& list, bool isHeld) {
    if (!list.is_array() || list.size() > kMostLayers) {
        refuse("expected a list of at most " + std::to_string(kMostLayers) + " layers");
    }
    NetworkConfig network;
    for (const json& object : list) {
        try {
            network.push_back(layerFromJson(object, isHeld));
        } catch (const Error& e) {
            refuse("layer " + std::to_string(network.size() + 1) + ": " + e.what());
        }
    }
    return network;
}

json listToJson(const NetworkConfig& network) {
    json list = json::array();
    for (const LayerConfig& layer : network) {
        json object{{"layer", layer.kind}};
        for (const Setting& setting : findKind(layer.kind)->settings) {
            if (const auto given = layer.settings.find(setting.key); given != layer.settings.end()) {
                object[setting.key] = settingToJson(given->second, setting);
            }
        }
        if (!layer.layers.empty()) {
            object["layers"] = listToJson(layer.layers);
        }
        list.push_back(std::move(object));
    }
    return list;
}

} // namespace

std::vector<std::unique_ptr<Layer>> makeLayers(const NetworkConfig& network, const ImageShape& image,
                                               Precision precision) {
    if (network.size() > kMostLayers) {
        throw Error(ErrorKind::Usage, "A network of " + std::to_string(network.size()) +
                                          " layers is given; at most " + std::to_string(kMostLayers) +
                                          " are possible.");
    }
    Layers layers;
    for (std::size_t i = 0; i < network.size(); ++i) {
        const LayerConfig& layer = network[i];
        const Kind* kind = findKind(layer.kind);
        if (!kind) {
            throw Error(ErrorKind::Usage, placeOf(i, layer.kind) + "there is no such layer.");
        }
        const auto slope =
            kind->fusesRectifier && i + 1 < network.size() ? rectifierSlope(network[i + 1]) : std::nullopt;
        try {
            kind->add({layer, image, precision, slope.value_or(kNoRectifier)}, layers);
        } catch (const Error& e) {
            throw Error(ErrorKind::Usage, placeOf(i, layer.kind) + e.what());
        }
        i += slope ? 1 : 0;
    }
    return layers;
}

NetworkConfig denseStack(const std::vector<std::int64_t>& widths) {
    NetworkConfig network;
    for (const std::int64_t width : widths) {
        network.push_back({"dense", {{"units", static_cast<double>(width)}}});
        network.push_back({"relu"});
    }
    return network;
}

std::string toJson(const NetworkConfig& network) {
    return listToJson(network).dump();
}

NetworkConfig networkFromJson(const std::string& text) {
    return listFromJson(parseJson(text), false);
}

} // namespace latentscape
