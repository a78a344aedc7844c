// The options for how a run's learning rate and KL weight change.
#pragma once

#include "core/train/Schedule.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace latentscape {

struct ScheduleOptions {
    std::optional<std::string> schedule;
    std::optional<float> warmupEpochs;
    std::optional<std::int64_t> stepEpochs;
    std::optional<float> stepFactor;
    std::optional<float> klWarmup;
};

void addScheduleOptions(CLI::App& command, ScheduleOptions& options);

void take(const ScheduleOptions& given, ScheduleConfig& config);
// Throws Error (Usage) when an option that was given differs.
void requireSame(const ScheduleOptions& given, const ScheduleConfig& config);

} // namespace latentscape
