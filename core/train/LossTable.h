// The losses of a run step by step, and their form as CSV: losses.csv of a run's folder. A row a step, with
// the learning rate and, of a VAE, the KL weight that were in force; the last step of an epoch also has the
// held-out losses. Which losses there are depends on the model. Values; any thread.
#pragma once

#include "core/train/LossHistory.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace latentscape {

// What is not known of a step is left out.
struct LossRow {
    struct Controls {
        float learningRate = 0;
        float beta = 0;
    };
    std::int64_t step = 0;
    double epoch = 0;
    std::optional<Controls> controls = {};
    std::optional<Losses> train = {};
    std::optional<Losses> heldOut = {};
};

using LossTable = std::vector<LossRow>;

// Of the curves that a checkpoint holds: each row stands for as many steps.
LossTable lossTableOf(const LossHistory& history);

// Of the steps since the snapshot before.
LossTable lossTableOf(const Snapshot& snapshot);

// Lines, each with its end. What is not known is an empty cell.
std::string csvHeader(ModelKind kind);
std::string toCsv(ModelKind kind, const LossTable& table);

// Every whole row in its order, up to the first that is damaged or unfinished; none without a file that
// can be read and has these columns.
LossTable readLossCsv(const std::filesystem::path& file, ModelKind kind);

} // namespace latentscape
