// latentscape-cli as others run it.
#pragma once

#include "tests/app/Process.h"

namespace latentscape {

class CliProcess : public Process {
public:
    explicit CliProcess(const std::vector<std::string>& arguments, const Targets& targets = {})
        : Process(withProgram(arguments), targets) {}

private:
    static std::vector<std::string> withProgram(std::vector<std::string> words) {
        words.insert(words.begin(), LATENTSCAPE_CLI);
        return words;
    }
};

} // namespace latentscape
