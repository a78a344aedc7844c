#include "core/train/EarlyStopping.h"

#include <cstdio>
#include <limits>

namespace latentscape {

namespace {

struct Best {
    const EpochResult* epoch = nullptr;
    float loss = std::numeric_limits<float>::infinity();
};

// What is trained; free bits, which make a small KL look larger, left out.
float lossOf(const EpochResult& result) {
    return result.samples > 1 ? result.heldOut[0] : result.heldOut[1] + result.beta * result.heldOut[2];
}

Best bestOf(const TrainConfig& config, const LossHistory& history, std::int64_t fromStep) {
    Best best;
    for (const EpochResult& result : history.epochs()) {
        if (result.step < fromStep) {
            continue;
        }
        if (result.beta != config.beta || result.samples != config.samples) {
            best = {.epoch = &result}; // patience begins after it
            continue;
        }
        const float loss = lossOf(result);
        if (loss < best.loss - config.minDelta) {
            best = {&result, loss};
        }
    }
    return best;
}

} // namespace

const EpochResult* bestEpoch(const TrainConfig& config, const LossHistory& history, std::int64_t fromStep) {
    return bestOf(config, history, fromStep).epoch;
}

EpochResult epochOf(const LossHistory& history, std::int64_t weightsStep) {
    EpochResult last;
    for (const EpochResult& result : history.epochs()) {
        if (result.step <= weightsStep) {
            last = result;
        }
    }
    return last;
}

std::string reasonToStop(const TrainConfig& config, const LossHistory& history, std::int64_t fromStep) {
    if (config.patience == 0 || history.epochs().empty()) {
        return {};
    }
    const auto [epoch, loss] = bestOf(config, history, fromStep);
    if (epoch == nullptr) {
        return {};
    }
    const std::int64_t best = epoch->epoch;
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
