// Several runs beside one another: where each ended, and in what their settings differ. Values; any thread.
#pragma once

#include "core/train/LossHistory.h"
#include "core/train/TrainConfig.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace latentscape {

struct ComparedRun {
    std::string name; // of its folder, or of its file if that has another name than every run's
    TrainConfig config;
    LossHistory history;
};

// `source`: a checkpoint, or a run's folder with one. Reads the whole file: on a worker thread. Throws Error
// (Input) naming the file when there is none, or no run in it.
ComparedRun readRun(const std::filesystem::path& source);

// A setting and its value in each run, "" where it has none.
struct SettingColumn {
    std::string name;
    std::vector<std::string> values;
};

// Only those in which not all runs are alike; none for fewer than two runs. The layers of two networks differ
// in one word: "model".
std::vector<SettingColumn> differingSettings(std::span<const TrainConfig> runs);

} // namespace latentscape
