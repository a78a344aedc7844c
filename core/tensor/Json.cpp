#include "core/tensor/Json.h"

#include "core/tensor/Error.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <vector>

namespace latentscape {

using nlohmann::json;

namespace {

constexpr int kMaxDepth = 16;

[[noreturn]] void fail(const std::string& reason) {
    throw Error(ErrorKind::Input, reason);
}

} // namespace

json parseJson(std::string_view text) {
    std::vector<std::set<std::string, std::less<>>> names; // of the objects that are open
    const auto watch = [&names](int depth, json::parse_event_t event, json& parsed) {
        if (depth > kMaxDepth) {
            fail("JSON is nested deeper than " + std::to_string(kMaxDepth));
        }
        if (event == json::parse_event_t::object_start) {
            names.emplace_back();
        } else if (event == json::parse_event_t::object_end) {
            names.pop_back();
        } else if (event == json::parse_event_t::key &&
                   !names.back().insert(parsed.get_ref<const std::string&>()).second) {
            fail("the name \"" + parsed.get<std::string>() + "\" comes twice in the JSON");
        }
        return true;
    };
    try {
        return json::parse(text.begin(), text.end(), watch);
    } catch (const json::exception& e) {
        fail(std::string("not valid JSON: ") + e.what());
    }
}

const json& field(const json& object, const char* key) {
    if (!object.is_object()) {
        fail("a JSON object with \"" + std::string(key) + "\" was expected");
    }
    const auto found = object.find(key);
    if (found == object.end()) {
        fail("\"" + std::string(key) + "\" is missing");
    }
    return *found;
}

std::int64_t integerField(const json& object, const char* key, std::int64_t low, std::int64_t high) {
    const json& value = field(object, key);
    const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <=
                                                       std::uint64_t{std::numeric_limits<std::int64_t>::max()}
                                                 : value.is_number_integer();
    if (!fits || value.get<std::int64_t>() < low || value.get<std::int64_t>() > high) {
        fail("\"" + std::string(key) + "\" is " + value.dump() + ", expected a whole number from " +
             std::to_string(low) + " to " + std::to_string(high));
    }
    return value.get<std::int64_t>();
}

std::uint64_t unsignedField(const json& object, const char* key) {
    const json& value = field(object, key);
    if (!value.is_number_unsigned()) {
        fail("\"" + std::string(key) + "\" is " + value.dump() + ", expected a whole number of at least 0");
    }
    return value.get<std::uint64_t>();
}

float floatField(const json& object, const char* key, float low, float high) {
    const json& value = field(object, key);
    const double number = value.is_number() ? value.get<double>() : std::nan("");
    const auto narrowed = static_cast<float>(number);
    if (!(narrowed >= low && narrowed <= high)) { // also false for NaN
        fail("\"" + std::string(key) + "\" is " + value.dump() + ", expected a number from " +
             json(shortestDouble(low)).dump() + " to " + json(shortestDouble(high)).dump());
    }
    return narrowed;
}

std::string stringField(const json& object, const char* key) {
    const json& value = field(object, key);
    if (!value.is_string()) {
        fail("\"" + std::string(key) + "\" is " + value.dump() + ", expected a text");
    }
    return value.get<std::string>();
}

bool boolField(const json& object, const char* key) {
    const json& value = field(object, key);
    if (!value.is_boolean()) {
        fail("\"" + std::string(key) + "\" is " + value.dump() + ", expected true or false");
    }
    return value.get<bool>();
}

void requireKnownKeys(const json& object, std::initializer_list<const char*> known) {
    for (const auto& [key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            fail("\"" + key + "\" is not a key that is known here");
        }
    }
}

double shortestDouble(float value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    double result = value;
    std::from_chars(text.data(), end, result);
    return result;
}

} // namespace latentscape
