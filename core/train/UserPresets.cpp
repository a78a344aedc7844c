#include "core/train/UserPresets.h"

#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"
#include "core/tensor/InputFile.h"
#include "core/tensor/Json.h"
#include "core/tensor/UserFolder.h"

#include <algorithm>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kLargestFile = 1 << 20;
constexpr std::size_t kLongestName = 60;

bool isFile(const std::string& nameOrFile) {
    return nameOrFile.find('/') != std::string::npos || nameOrFile.ends_with(".json");
}

std::string readText(const fs::path& path) {
    InputFile file(path);
    if (file.size() > kLargestFile) {
        throw Error(ErrorKind::Input, path.string() + ": too large for a preset");
    }
    std::string text(file.size(), '\0');
    file.read(std::as_writable_bytes(std::span(text)));
    return text;
}

Preset presetFromFile(const fs::path& file) {
    const std::string text = readText(file);
    try {
        Preset preset = presetFromJson(file.stem().string(), text);
        validate(preset.config);
        return preset;
    } catch (const Error& error) {
        throw Error(ErrorKind::Input, file.string() + ": " + error.what());
    }
}

bool isBuiltIn(const std::string& name) {
    return std::ranges::find(presets(), name, &Preset::name) != presets().end();
}

// What belongs to the run rather than to what is trained and how.
nlohmann::ordered_json settingsOf(const TrainConfig& config) {
    auto settings = nlohmann::ordered_json::parse(toJson(config));
    for (const char* key : {"preset", "data", "limit", "threads"}) {
        settings.erase(key);
    }
    for (const char* key : {"image", "classes", "class_names"}) {
        settings["model"].erase(key);
    }
    return settings;
}

} // namespace

fs::path userPresetFolder() {
    return userDataFolder() / "presets";
}

UserPresets userPresets() {
    UserPresets found;
    std::error_code none; // a folder that is not there holds none
    for (const fs::directory_entry& entry : fs::directory_iterator(userPresetFolder(), none)) {
        if (entry.path().extension() != ".json") {
            continue;
        }
        try {
            found.presets.push_back(presetFromFile(entry.path()));
        } catch (const Error& error) {
            found.problems.emplace_back(error.what());
        }
    }
    std::ranges::sort(found.presets, {}, &Preset::title);
    return found;
}

std::string presetName(const std::string& nameOrFile) {
    return isFile(nameOrFile) ? fs::path(nameOrFile).stem().string() : nameOrFile;
}

Preset openPreset(const std::string& nameOrFile) {
    if (isFile(nameOrFile)) {
        return presetFromFile(nameOrFile);
    }
    if (isBuiltIn(nameOrFile)) {
        return findPreset(nameOrFile);
    }
    if (const fs::path file = userPresetFolder() / (nameOrFile + ".json"); fs::exists(file)) {
        return presetFromFile(file);
    }
    std::string names;
    for (const Preset& preset : userPresets().presets) {
        names += ", " + preset.name;
    }
    try {
        return findPreset(nameOrFile);
    } catch (const Error& error) {
        std::string words = error.what();
        words.insert(words.size() - 1, names); // before the full stop
        throw Error(ErrorKind::Usage, words);
    }
}

std::string presetNameFromTitle(const std::string& title) {
    std::string name;
    for (const char c : title) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool plain = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain && name.size() < kLongestName) {
            name += upper ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (!plain && !name.empty() && name.back() != '-') {
            name += '-';
        }
    }
    while (name.ends_with('-')) {
        name.pop_back();
    }
    return name;
}

Preset saveUserPreset(const std::string& title, const TrainConfig& config) {
    const std::string name = presetNameFromTitle(title);
    if (name.empty()) {
        throw Error(ErrorKind::Usage, "A preset needs a name with a letter from A to Z or a digit in it.");
    }
    if (isBuiltIn(name)) {
        throw Error(ErrorKind::Usage,
                    "\"" + name + "\" is the name of a built-in preset; choose another one.");
    }
    const fs::path file = userPresetFolder() / (name + ".json");
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error) {
        throw Error(ErrorKind::Io,
                    file.parent_path().string() + ": the folder cannot be made: " + error.message());
    }
    const nlohmann::ordered_json json{{"title", title},
                                      {"summary", "A preset of your own, in " + file.string()},
                                      {"settings", settingsOf(config)}};
    const std::string text =
        json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    writeFileAtomically(file, std::as_bytes(std::span(text)));
    return presetFromFile(file);
}

} // namespace latentscape
