#include "app/cli/OptimizerOptions.h"

#include "app/cli/Given.h"
#include "core/tensor/Json.h"

#include <CLI/CLI.hpp>

namespace latentscape {

namespace {

// f(option, given, setting, whether it applies) for each option but --optimizer itself.
template <typename Config, typename F>
void forEachOption(const OptimizerOptions& given, Config& config, const F& f) {
    const bool sgd = config.kind == OptimizerKind::Sgd;
    const bool rmsProp = config.kind == OptimizerKind::RmsProp;
    f("--momentum", given.momentum, config.momentum, sgd || rmsProp);
    f("--nesterov", given.nesterov ? std::optional(true) : std::nullopt, config.nesterov, sgd);
    f("--beta1", given.beta1, config.beta1, !sgd && !rmsProp);
    f("--beta2", given.beta2, config.beta2, !sgd);
    f("--weight-decay", given.weightDecay, config.weightDecay, true);
    f("--clip-norm", given.clipNorm, config.clipNorm, true);
}

} // namespace

void addOptimizerOptions(CLI::App& command, OptimizerOptions& options) {
    command.add_option("--optimizer", options.optimizer, "How gradients become steps")
        ->check(CLI::IsMember(namesOf(kOptimizerNames)));
    command.add_option("--momentum", options.momentum, "Of sgd and rmsprop: how much of a step goes on");
    command.add_flag("--nesterov", options.nesterov, "Of sgd: momentum that looks ahead");
    command.add_option("--beta1", options.beta1, "Of adam and adamw: how slowly the mean gradient forgets");
    command.add_option("--beta2", options.beta2,
                       "Of rmsprop, adam and adamw: how slowly the mean square forgets");
    command.add_option("--weight-decay", options.weightDecay, "How strongly weights are pulled to zero");
    command.add_option("--clip-norm", options.clipNorm, "Largest norm of a step's gradient; 0: any");
}

void take(const OptimizerOptions& given, OptimizerConfig& config) {
    if (const auto kind = valueOf(kOptimizerNames, given.optimizer, config.kind); kind != config.kind) {
        config = customary(kind);
    }
    forEachOption(given, config, [&](const char* option, const auto& value, auto& setting, bool applies) {
        if (value && !applies) {
            throw Error(ErrorKind::Usage, std::string(option) + " does not apply to the optimizer " +
                                              nameOf(kOptimizerNames, config.kind));
        }
        take(value, setting);
    });
}

void requireSame(const OptimizerOptions& given, const OptimizerConfig& config) {
    requireSame("--optimizer", given.optimizer, std::string(nameOf(kOptimizerNames, config.kind)));
    forEachOption(given, config, [](const char* option, const auto& value, const auto& setting, bool) {
        requireSame(option, value, setting);
    });
}

} // namespace latentscape
