// The checkpoint of a run that never was, for tests of what opens and compares runs.
#pragma once

#include "core/io/Checkpoint.h"
#include "core/train/LossHistory.h"
#include "core/train/TrainConfig.h"
#include "tests/ui/RunSnapshots.h"
#include "tests/ui/TinyModel.h"

#include <QString>

namespace latentscape {

// Two epochs whose held-out losses are `loss` + 10 and `loss`.
inline LossHistory savedHistory(float loss) {
    LossHistory history;
    for (const LossPoint& point : snapshotOfSteps(0, 200).losses) {
        history.add(point);
    }
    history.add(epochResult(1, loss + 10, {1, 0, 2, 0}));
    history.add(epochResult(2, loss, {1, 0, 2, 0}));
    return history;
}

inline QString saveRun(const QString& file, const TrainConfig& config, float loss) {
    Checkpoint checkpoint;
    checkpoint.optimizer = config.optimizer;
    captureModel(*makeModel(config.model, config.optimizer, 1), checkpoint);
    checkpoint.settings = toJson(config);
    checkpoint.history = savedHistory(loss).toJson();
    checkpoint.order = {0, 1};
    checkpoint.epoch = 2;
    checkpoint.step = 200;
    saveCheckpoint(file.toStdString(), checkpoint);
    return file;
}

} // namespace latentscape
