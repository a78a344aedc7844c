#include "core/train/EarlyStopping.h"

#include <cstdio>
#include <limits>

namespace latentscape {

namespace {

struct Best {
    std::int64_t epoch = 0;
    float loss = std::numeric_limits<float>::infinity();
};

Best bestEpoch(const TrainConfig& config, const std::vector<EpochResult>& epochs) {
    Best best;
    for (const EpochResult& result : epochs) {
        if (static_cast<double>(result.epoch) < config.schedule.klWarmupEpochs) {
            best.epoch = result.epoch; // patience begins after it
            continue;
        }
        const float loss = result.heldOut[1] + config.beta * result.heldOut[2];
        if (loss < best.loss - config.minDelta) {
            best = {result.epoch, loss};
        }
    }
    return best;
}

} // namespace

std::string reasonToStop(const TrainConfig& config, const LossHistory& history) {
    if (config.patience == 0 || history.epochs().empty()) {
        return {};
    }
    const Best best = bestEpoch(config, history.epochs());
    const std::int64_t last = history.epochs().back().epoch;
    if (last - best.epoch < config.patience) {
        return {};
    }
    char text[200];
    std::snprintf(text, sizeof text,
                  "Training ended after epoch %lld: the held-out loss has not fallen for %lld epochs. It was "
                  "best after epoch %lld (%.2f nats).",
                  static_cast<long long>(last), static_cast<long long>(last - best.epoch),
                  static_cast<long long>(best.epoch), double{best.loss});
    return text;
}

} // namespace latentscape
