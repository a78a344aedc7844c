#include "core/tensor/Strengths.h"

#include <array>
#include <charconv>
#include <sstream>

namespace latentscape {

namespace {

float numberOf(const std::string& name, const std::string& text, const char* what) {
    float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw Error(ErrorKind::Usage,
                    "The " + std::string(what) + " " + name + " is \"" + text + "\"; write a number.");
    }
    return value;
}

} // namespace

std::string shortestText(float value) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::vector<std::pair<std::string, std::optional<float>>> namedNumbers(const std::string& text,
                                                                       const char* what) {
    std::vector<std::pair<std::string, std::optional<float>>> numbers;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');) {
        const std::string name = part.substr(0, part.find('='));
        numbers.emplace_back(name, std::nullopt);
        if (name.size() < part.size()) {
            numbers.back().second = numberOf(name, part.substr(name.size() + 1), what);
        }
    }
    return numbers;
}

} // namespace latentscape
