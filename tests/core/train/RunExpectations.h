// What the tests of runs expect of them.
#pragma once

#include "tests/core/train/SmallRun.h"

#include <gtest/gtest.h>

namespace latentscape::test {

inline void expectSame(const std::vector<Checkpoint::Entry>& a, const std::vector<Checkpoint::Entry>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].values, b[i].values) << a[i].name;
    }
}

// All that decides how a run goes on, and what is shown of it.
inline void expectSame(const Checkpoint& a, const Checkpoint& b) {
    expectSame(a.weights, b.weights);
    expectSame(a.lastWeights, b.lastWeights);
    expectSame(a.optimizerState, b.optimizerState);
    EXPECT_EQ(a.optimizerSteps, b.optimizerSteps);
    EXPECT_EQ(a.random, b.random);
    EXPECT_EQ(a.order, b.order);
    EXPECT_EQ(a.epoch, b.epoch);
    EXPECT_EQ(a.cursor, b.cursor);
    EXPECT_EQ(a.epochLosses, b.epochLosses);
    EXPECT_EQ(a.step, b.step);
}

// Each step once, in order, from `first` to `last`.
inline void expectSteps(const Told& told, std::int64_t first, std::int64_t last) {
    ASSERT_EQ(std::ssize(told.losses), last - first + 1);
    for (std::int64_t step = first; step <= last; ++step) {
        EXPECT_EQ(told.losses[static_cast<std::size_t>(step - first)].step, step);
    }
    EXPECT_EQ(told.last().step, last);
    EXPECT_EQ(told.checkpoint().step, last);
}

// The first run of `config`, stopped after `step` steps.
inline Told stoppedAfter(std::int64_t step, const TrainConfig& config) {
    Trainer trainer(config, smallData(), everyStep());
    std::stop_source stop;
    return runAll(
        trainer,
        [&](const Snapshot& snapshot) {
            if (snapshot.step == step) {
                stop.request_stop();
            }
        },
        stop.get_token());
}

} // namespace latentscape::test
