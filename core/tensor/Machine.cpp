#include "core/tensor/Machine.h"

#include "core/tensor/Threads.h"

#include <array>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace latentscape {

namespace {

// The value of the first line "name   : value".
std::string valueOf(const std::string& line, const std::string& name) {
    const auto colon = line.find(':');
    if (colon == std::string::npos || line.compare(0, name.size(), name) != 0 ||
        line.find_first_not_of(" \t", name.size()) != colon) {
        return {};
    }
    const auto start = line.find_first_not_of(" \t", colon + 1);
    return start == std::string::npos ? std::string() : line.substr(start);
}

std::vector<std::string> abilitiesOf(const std::string& flags) {
    constexpr std::array<std::pair<const char*, const char*>, 4> known{
        {{"avx2", "AVX2"}, {"avx512f", "AVX-512"}, {"avx512_bf16", "bf16"}, {"amx_bf16", "AMX"}}};
    std::vector<std::string> abilities;
    for (const auto& [flag, name] : known) {
        std::istringstream words(flags);
        for (std::string word; words >> word;) {
            if (word == flag) {
                abilities.emplace_back(name);
                break;
            }
        }
    }
    return abilities;
}

} // namespace

Machine readProcessor(std::istream& cpuinfo) {
    Machine machine;
    std::string flags;
    for (std::string line; std::getline(cpuinfo, line) && (machine.processor.empty() || flags.empty());) {
        if (machine.processor.empty()) {
            machine.processor = valueOf(line, "model name");
        }
        if (flags.empty()) {
            flags = valueOf(line, "flags");
        }
    }
    machine.abilities = abilitiesOf(flags);
    return machine;
}

std::int64_t machineMemory() {
    const long pages = sysconf(_SC_PHYS_PAGES);
    return pages > 0 ? std::int64_t{pages} * sysconf(_SC_PAGESIZE) : 0;
}

Machine thisMachine() {
    std::ifstream cpuinfo("/proc/cpuinfo");
    Machine machine = readProcessor(cpuinfo);
    machine.threads = machineThreads();
    machine.memory = machineMemory();
    return machine;
}

} // namespace latentscape
