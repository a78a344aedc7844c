// How the learning rate and the KL weight change over a run. Pure functions of the steps taken, so that a run
// that is resumed goes on exactly; a run that is given more epochs stretches its schedule over them.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

namespace latentscape {

enum class ScheduleKind {
    Constant,
    Step,     // times stepFactor every stepEpochs epochs
    Cosine,   // falls to 0 along half a cosine (Loshchilov & Hutter 2017, without restarts)
    OneCycle, // rises from 1/25 of the rate to the rate over the first 0.3 of the run, then falls to 1e-4 of
              // where it began (Smith 2018, in the form of torch.optim.lr_scheduler.OneCycleLR)
};

// As they stand in files and on the command line.
inline constexpr std::array kScheduleNames{
    std::pair{ScheduleKind::Constant, "constant"}, std::pair{ScheduleKind::Step, "step"},
    std::pair{ScheduleKind::Cosine, "cosine"}, std::pair{ScheduleKind::OneCycle, "one-cycle"}};

struct ScheduleConfig {
    ScheduleKind kind = ScheduleKind::Constant;
    float warmupEpochs = 0; // the rate first rises linearly; then the schedule begins
    std::int64_t stepEpochs = 10;
    float stepFactor = 0.1f;
    float klWarmupEpochs = 0; // the KL weight rises linearly from 0 (Sonderby et al. 2016)

    bool operator==(const ScheduleConfig&) const = default;
};

// How far a run is.
struct RunPosition {
    std::int64_t step = 0; // steps taken
    std::int64_t stepsPerEpoch = 1;
    std::int64_t totalSteps = 1;
};

// The learning rate of the step that comes (after the last one: of the last one), when `rate` is the highest.
float scheduledRate(const ScheduleConfig& schedule, const RunPosition& position, float rate);

// The weight of the KL term in the step that comes, when it rises to `beta`.
float scheduledBeta(const ScheduleConfig& schedule, const RunPosition& position, float beta);

} // namespace latentscape
