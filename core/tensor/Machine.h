// What this machine has to compute with.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace latentscape {

struct Machine {
    std::string processor;              // its maker's name for it; may be empty
    std::vector<std::string> abilities; // "AVX2", "AVX-512", "bf16", "AMX": those that oneDNN makes use of
    int threads = 1;                    // that train, unless fewer are chosen
    std::int64_t memory = 0;            // bytes; 0: not known
};

std::int64_t machineMemory(); // bytes; 0: not known
Machine thisMachine();        // reads /proc/cpuinfo; fast

// Of a text in the form of Linux's /proc/cpuinfo: processor and abilities.
Machine readProcessor(std::istream& cpuinfo);

} // namespace latentscape
