#include "app/cli/ClassOption.h"

#include "core/tensor/Error.h"

#include <algorithm>
#include <charconv>
#include <CLI/CLI.hpp>

namespace latentscape {

namespace {

std::string classesInWords(const ModelConfig& model) {
    constexpr std::ptrdiff_t kListed = 20;
    std::string text = "a number from 0 to " + std::to_string(model.classes - 1);
    for (std::ptrdiff_t i = 0; i < std::min(kListed, std::ssize(model.classNames)); ++i) {
        text += (i == 0 ? ", or a name: " : ", ") + model.classNames[static_cast<std::size_t>(i)];
    }
    return text + (std::ssize(model.classNames) > kListed ? ", ..." : "");
}

} // namespace

void addClassOption(CLI::App& command, ClassOption& option, const std::string& otherwise) {
    command.add_option("--class", option,
                       "Of a conditional model: name or number of the class to make images of; " + otherwise +
                           " if not given");
}

std::uint16_t classNamed(const std::string& name, const ModelConfig& model) {
    if (model.classes == 0) {
        throw Error(ErrorKind::Usage, "--class is for a model that was trained with --conditional");
    }
    if (const auto found = std::ranges::find(model.classNames, name); found != model.classNames.end()) {
        return static_cast<std::uint16_t>(found - model.classNames.begin());
    }
    std::uint16_t number = 0;
    const char* end = name.data() + name.size();
    const auto [rest, error] = std::from_chars(name.data(), end, number);
    if (error != std::errc() || rest != end || number >= model.classes) {
        throw Error(ErrorKind::Usage,
                    "--class: the model knows no \"" + name + "\"; choose " + classesInWords(model));
    }
    return number;
}

std::vector<std::uint16_t> asAsked(const ClassOption& option, const ModelConfig& model,
                                   std::vector<std::uint16_t> labels, std::size_t count) {
    if (option) {
        labels.assign(count, classNamed(*option, model));
    }
    return labels;
}

} // namespace latentscape
