// What the folds of a cross-validation came to: OUT/folds.csv, rewritten after each fold, and the last line
// printed.
#pragma once

#include "core/train/TrainConfig.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace latentscape {

class FoldTable {
public:
    FoldTable(std::filesystem::path file, const TrainConfig& config);

    // The held-out losses at the end of the next fold. Throws Error (Io).
    void add(const Losses& heldOut);
    // Mean and standard deviation over the folds.
    void print(bool json) const;

private:
    void write() const;
    std::vector<double> column(const std::string& name) const;

    std::filesystem::path m_file;
    TrainConfig m_config;
    std::vector<nlohmann::ordered_json> m_folds; // losses by name, as lossesAsJson() has them
};

} // namespace latentscape
