// --seed, alike wherever there is one: any whole number of 64 bits.
#pragma once

#include <CLI/CLI.hpp>

namespace latentscape {

template <typename Seed> void addSeedOption(CLI::App& command, Seed& seed, const char* words) {
    command.add_option("--seed", seed, words)->check([](const std::string& text) {
        const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
        constexpr std::size_t kAlwaysFits = 19;
        return digits && (text.size() <= kAlwaysFits ||
                          (text.size() == kAlwaysFits + 1 && text <= "18446744073709551615"))
                   ? std::string()
                   : "a seed is a whole number from 0 to 18446744073709551615";
    });
}

} // namespace latentscape
