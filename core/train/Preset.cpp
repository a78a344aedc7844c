#include "core/train/Preset.h"

#include "core/tensor/Error.h"
#include "core/tensor/Json.h"

#include <algorithm>
#include <array>
#include <utility>

namespace latentscape {

namespace {

struct EmbeddedFile {
    const char* name;
    const char* text;
};

// {name, text}, of each file.
constexpr EmbeddedFile kFiles[]{
#include "presets.inc"
};

} // namespace

const Preset& fittingPreset(const ImageShape& images) {
    constexpr int kSmall = 32; // a side
    const bool small = std::max(images.width, images.height) <= kSmall;
    const bool fitsConvolutions = images.width % 4 == 0 && images.height % 4 == 0; // that halve it twice
    const bool dense = (images.channels == 1 && small) || !fitsConvolutions;
    return findPreset(dense ? presets().front().name : "conv-vae");
}

Preset presetFromJson(const std::string& name, const std::string& text) {
    const nlohmann::json json = parseJson(text);
    requireKnownKeys(json, {"position", "title", "summary", "settings"});
    TrainConfig defaults;
    defaults.model.image = {1, 28, 28}; // until there are data
    if (const auto model = field(json, "settings").find("model");
        model != json["settings"].end() && model->is_object() && model->contains("kind") &&
        stringField(*model, "kind") == "gan") {
        defaults.model.kind = ModelKind::Gan;
    }
    nlohmann::json settings = nlohmann::json::parse(toJson(defaults));
    settings.merge_patch(field(json, "settings"));
    Preset preset{name, stringField(json, "title"), stringField(json, "summary"),
                  trainConfigFromJson(settings.dump())};
    preset.config.preset = name;
    return preset;
}

const std::vector<Preset>& presets() {
    static const std::vector<Preset> all = [] {
        std::vector<std::pair<std::int64_t, Preset>> sorted;
        for (const auto& [name, text] : kFiles) {
            sorted.emplace_back(integerField(parseJson(text), "position", 1, 1000),
                                presetFromJson(name, text));
        }
        std::ranges::sort(sorted, {}, [](const auto& entry) { return entry.first; });
        std::vector<Preset> result;
        for (auto& [position, preset] : sorted) {
            result.push_back(std::move(preset));
        }
        return result;
    }();
    return all;
}

const Preset& findPreset(const std::string& name) {
    std::string names;
    for (const Preset& p : presets()) {
        if (p.name == name) {
            return p;
        }
        names += (names.empty() ? "" : ", ") + p.name;
    }
    throw Error(ErrorKind::Usage, "There is no preset \"" + name + "\"; there are " + names + ".");
}

} // namespace latentscape
