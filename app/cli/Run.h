// One run of `train` and the files of its folder: checkpoint.safetensors, losses.csv, losses.png,
// config.json.
#pragma once

#include "app/cli/LossLog.h"
#include "app/cli/ProgressBar.h"
#include "core/train/RunHealth.h"
#include "core/train/Trainer.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace latentscape {

class Run {
public:
    // Makes the folder. Without `from` it is a new run, and the checkpoint of an old one in the folder is
    // kept under another name. fold: its number when it is one of several, for what is printed. Throws Error
    // as Trainer does, or (Io).
    Run(std::filesystem::path folder, const TrainConfig& config, const LoadedData& data,
        const std::optional<Checkpoint>& from, bool json, int fold = 0);

    // Blocks until it has ended and prints an epoch after the other. Returns the last one or, with patience,
    // the best one, whose weights are kept. Throws Error (Diverged), and Interrupted, saying `goOn`, after a
    // stop.
    EpochResult train(const std::stop_token& stop, const std::string& goOn);

private:
    void take(const Snapshot& snapshot);
    void finish(TrainState state, const std::string& goOn);
    void tellFindings(); // each when it appears
    void print(const EpochResult& epoch);
    nlohmann::ordered_json asJson(const EpochResult& epoch) const;

    std::filesystem::path m_folder;
    TrainConfig m_config;
    bool m_json;
    int m_fold;
    Trainer m_trainer;
    LossLog m_log;
    ProgressBar m_bar;
    RunHealth m_health;
    std::set<Finding::Kind> m_told;
    std::string m_message;
    std::shared_ptr<const Checkpoint> m_last;
};

} // namespace latentscape
