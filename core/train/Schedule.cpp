#include "core/train/Schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace latentscape {

namespace {

// From one value to another along half a cosine; share in [0, 1].
double alongCosine(double from, double to, double share) {
    return to + (from - to) * (1 + std::cos(std::numbers::pi * std::clamp(share, 0.0, 1.0))) / 2;
}

// Steps 0 to `steps` - 1 are those of the cycle.
double oneCycleFactor(double step, double steps) {
    constexpr double kStart = 1.0 / 25;
    constexpr double kEnd = kStart * 1e-4;
    const double peak = std::max(0.0, 0.3 * steps - 1);
    const double last = steps - 1;
    if (step < peak) {
        return alongCosine(kStart, 1, step / peak);
    }
    return last > peak ? alongCosine(1, kEnd, (step - peak) / (last - peak)) : 1;
}

double stepsIn(double epochs, const RunPosition& position) {
    return std::round(epochs * static_cast<double>(position.stepsPerEpoch));
}

// After the warm-up: step 0 is the first of `steps`.
double factorAt(const ScheduleConfig& schedule, double step, double steps, const RunPosition& position) {
    switch (schedule.kind) {
    case ScheduleKind::Constant:
        break;
    case ScheduleKind::Step:
        return std::pow(double{schedule.stepFactor},
                        std::floor(step / stepsIn(static_cast<double>(schedule.stepEpochs), position)));
    case ScheduleKind::Cosine:
        return alongCosine(1, 0, step / steps);
    case ScheduleKind::OneCycle:
        return oneCycleFactor(step, steps);
    }
    return 1;
}

} // namespace

float scheduledRate(const ScheduleConfig& schedule, const RunPosition& position, float rate) {
    const double warmup = stepsIn(schedule.warmupEpochs, position);
    const auto step = static_cast<double>(std::min(position.step, position.totalSteps - 1));
    const double factor =
        step < warmup
            ? (step + 1) / warmup
            : factorAt(schedule, step - warmup, static_cast<double>(position.totalSteps) - warmup, position);
    return static_cast<float>(rate * factor);
}

float scheduledBeta(const ScheduleConfig& schedule, const RunPosition& position, float beta) {
    const double warmup = stepsIn(schedule.klWarmupEpochs, position);
    const auto step = static_cast<double>(position.step);
    return step < warmup ? static_cast<float>(beta * step / warmup) : beta;
}

} // namespace latentscape
