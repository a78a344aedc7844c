// Pieces of CSV files as RFC 4180 has them: numbers in the shortest form that reads back as the same, words
// in quotes where they need them. Any thread.
#pragma once

#include <array>
#include <charconv>
#include <string>
#include <string_view>

namespace latentscape {

template <typename Number> std::string csvNumber(Number value) {
    std::array<char, 32> buffer{};
    return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

std::string csvText(std::string_view text);

} // namespace latentscape
