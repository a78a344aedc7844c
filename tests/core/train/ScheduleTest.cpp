#include "core/train/Schedule.h"

#include "core/tensor/Json.h"
#include "tests/core/golden/Golden.h"

namespace latentscape {
namespace {

TEST(ScheduleTest, RatesAreThoseOfPyTorch) {
    const auto& g = golden()["schedules"];
    RunPosition position{0, g["steps_per_epoch"], g["total_steps"]};
    for (const auto& c : g["cases"]) {
        const ScheduleConfig schedule{.kind = enumField(c, "kind", kScheduleNames),
                                      .warmupEpochs = c["warmup_epochs"],
                                      .stepEpochs = g["step_epochs"],
                                      .stepFactor = g["step_factor"]};
        for (position.step = 0; position.step < position.totalSteps; ++position.step) {
            const double expected = c["rates"][static_cast<std::size_t>(position.step)];
            // Exact to a float: the smallest rates are far below the tolerance of expectGolden().
            EXPECT_FLOAT_EQ(scheduledRate(schedule, position, g["learning_rate"]),
                            static_cast<float>(expected))
                << c["kind"] << ", warm-up " << c["warmup_epochs"] << ", step " << position.step;
        }
    }
}

TEST(ScheduleTest, TheRateScalesWithItsBase) {
    for (const auto& [kind, name] : kScheduleNames) {
        const ScheduleConfig schedule{.kind = kind, .warmupEpochs = 0.5f};
        for (std::int64_t step = 0; step < 40; ++step) {
            const RunPosition position{step, 10, 40};
            EXPECT_FLOAT_EQ(scheduledRate(schedule, position, 0.5f),
                            50 * scheduledRate(schedule, position, 0.01f))
                << name << " " << step;
        }
    }
}

// Whatever the length of run and warm-up: between 0 and the base rate, also beyond the last step.
TEST(ScheduleTest, ShortRunsAndLongWarmUpsStayInBounds) {
    for (const auto& [kind, name] : kScheduleNames) {
        for (std::int64_t total = 1; total <= 8; ++total) {
            for (const float warmup : {0.0f, 1.0f, 20.0f}) {
                for (std::int64_t step = 0; step <= total + 1; ++step) {
                    const float rate =
                        scheduledRate({.kind = kind, .warmupEpochs = warmup}, {step, 1, total}, 1.0f);
                    EXPECT_TRUE(rate >= 0 && rate <= 1) << name << " " << total << " " << step << " " << rate;
                }
            }
        }
    }
}

TEST(ScheduleTest, TheKlWeightRisesFromZero) {
    const ScheduleConfig schedule{.klWarmupEpochs = 2};
    const auto betaAt = [&](std::int64_t step) { return scheduledBeta(schedule, {step, 5, 50}, 4.0f); };
    EXPECT_EQ(betaAt(0), 0);
    EXPECT_FLOAT_EQ(betaAt(1), 0.4f);
    EXPECT_FLOAT_EQ(betaAt(9), 3.6f);
    EXPECT_EQ(betaAt(10), 4);
    EXPECT_EQ(betaAt(49), 4);
    EXPECT_EQ(scheduledBeta({}, {0, 5, 50}, 4.0f), 4); // no warm-up
}

} // namespace
} // namespace latentscape
