// JSON from files that are not to be trusted, and settings read from it one checked field at a time.
#pragma once

#include "core/tensor/Error.h"

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace latentscape {

// Throws Error (Input) with the place for anything that is not one JSON value: bad syntax or UTF-8, names
// that come twice in one object, nesting deeper than 16.
nlohmann::json parseJson(std::string_view text);

// Fields of a JSON object. Each throws Error (Input) naming the key when it is missing, of another type or
// out of range (both ends belong to it).
const nlohmann::json& field(const nlohmann::json& object, const char* key);
std::int64_t integerField(const nlohmann::json& object, const char* key, std::int64_t low, std::int64_t high);
std::uint64_t unsignedField(const nlohmann::json& object, const char* key);
float floatField(const nlohmann::json& object, const char* key, float low, float high);
std::string stringField(const nlohmann::json& object, const char* key);
bool boolField(const nlohmann::json& object, const char* key);

// The double with the shortest decimal form that reads back as `value`: 0.1f becomes 0.1, not 0.10000000149.
double shortestDouble(float value);

// Choices travel by name: `names` is an array of (value, name) pairs.
template <typename Names, typename Value> const char* nameOf(const Names& names, Value value) {
    for (const auto& [known, name] : names) {
        if (known == value) {
            return name;
        }
    }
    throw Error(ErrorKind::Usage, "a setting has a value without a name");
}

template <typename Names> auto enumField(const nlohmann::json& object, const char* key, const Names& names) {
    const std::string text = stringField(object, key);
    std::string expected;
    for (const auto& [value, name] : names) {
        if (text == name) {
            return value;
        }
        expected += std::string(expected.empty() ? "" : ", ") + name;
    }
    throw Error(ErrorKind::Input,
                "\"" + std::string(key) + "\" is \"" + text + "\", expected one of " + expected);
}

// A table of strengths (Strengths.h) as an object with a number for each. Reading throws Error (Input) when
// one is missing, out of range or not known.
template <typename Settings, typename Config>
nlohmann::ordered_json strengthsToJson(const Settings& settings, const Config& config) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (const auto& setting : settings) {
        object[setting.name] = shortestDouble(config.*setting.value);
    }
    return object;
}

template <typename Config, typename Settings>
Config strengthsField(const nlohmann::json& object, const char* key, const Settings& settings) {
    const nlohmann::json& numbers = field(object, key);
    Config config;
    for (const auto& setting : settings) {
        config.*setting.value = floatField(numbers, setting.name, 0, setting.most);
    }
    if (numbers.size() != settings.size()) {
        throw Error(ErrorKind::Input, "\"" + std::string(key) + "\" has a key that is not known here");
    }
    return config;
}

// Throws Error (Input) when the object has a key other than these.
void requireKnownKeys(const nlohmann::json& object, std::initializer_list<const char*> known);

} // namespace latentscape
