#include "core/train/EarlyStopping.h"

#include <cstdio>
#include <limits>

namespace latentscape {

namespace {

struct Best {
    const EpochResult* epoch = nullptr;
    float loss = std::numeric_limits<float>::infinity();
};

Best bestOf(const TrainConfig& config, const LossHistory& history) {
    Best best;
    for (const EpochResult& result : history.epochs()) {
        if (result.beta != config.beta) {
            best = {.epoch = &result}; // patience begins after it
            continue;
        }
        const float loss = result.heldOut[1] + config.beta * result.heldOut[2];
        if (loss < best.loss - config.minDelta) {
            best = {&result, loss};
        }
    }
    return best;
}

} // namespace

const EpochResult* bestEpoch(const TrainConfig& config, const LossHistory& history) {
    return bestOf(config, history).epoch;
}

EpochResult finalEpoch(const TrainConfig& config, const LossHistory& history) {
    if (const EpochResult* best = bestEpoch(config, history); best && config.patience > 0) {
        return *best;
    }
    return history.epochs().empty() ? EpochResult() : history.epochs().back();
}

std::string reasonToStop(const TrainConfig& config, const LossHistory& history) {
    if (config.patience == 0 || history.epochs().empty()) {
        return {};
    }
    const auto [epoch, loss] = bestOf(config, history);
    const std::int64_t best = epoch ? epoch->epoch : 0;
    const std::int64_t last = history.epochs().back().epoch;
    if (last - best < config.patience) {
        return {};
    }
    char text[240];
    std::snprintf(text, sizeof text,
                  "Training ended after epoch %lld: the held-out loss has not fallen for %lld epochs. It was "
                  "best after epoch %lld (%.2f nats), whose weights are kept.",
                  static_cast<long long>(last), static_cast<long long>(last - best),
                  static_cast<long long>(best), double{loss});
    return text;
}

} // namespace latentscape
