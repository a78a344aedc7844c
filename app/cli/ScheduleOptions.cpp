#include "app/cli/ScheduleOptions.h"

#include "app/cli/Given.h"
#include "core/tensor/Json.h"

#include <CLI/CLI.hpp>

namespace latentscape {

namespace {

// f(option, given, setting) for each option but --schedule itself.
template <typename Config, typename F>
void forEachOption(const ScheduleOptions& given, Config& config, const F& f) {
    f("--warmup-epochs", given.warmupEpochs, config.warmupEpochs);
    f("--step-epochs", given.stepEpochs, config.stepEpochs);
    f("--step-factor", given.stepFactor, config.stepFactor);
    f("--kl-warmup", given.klWarmup, config.klWarmupEpochs);
}

} // namespace

void addScheduleOptions(CLI::App& command, ScheduleOptions& options) {
    command
        .add_option("--schedule", options.schedule,
                    "How the learning rate changes; --lr is its highest value")
        ->check(CLI::IsMember(namesOf(kScheduleNames)));
    command.add_option("--warmup-epochs", options.warmupEpochs,
                       "Epochs in which the learning rate rises before its schedule begins");
    command.add_option("--step-epochs", options.stepEpochs, "Of the schedule step: epochs between two steps");
    command.add_option("--step-factor", options.stepFactor,
                       "Of the schedule step: what each step multiplies the learning rate with");
    command.add_option("--kl-warmup", options.klWarmup, "Epochs in which beta rises from 0");
}

void take(const ScheduleOptions& given, ScheduleConfig& config) {
    config.kind = valueOf(kScheduleNames, given.schedule, config.kind);
    forEachOption(given, config, [](const char*, const auto& value, auto& setting) { take(value, setting); });
}

void requireSame(const ScheduleOptions& given, const ScheduleConfig& config) {
    requireSame("--schedule", given.schedule, std::string(nameOf(kScheduleNames, config.kind)));
    forEachOption(given, config, [](const char* option, const auto& value, const auto& setting) {
        requireSame(option, value, setting);
    });
}

} // namespace latentscape
