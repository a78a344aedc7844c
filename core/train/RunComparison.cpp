#include "core/train/RunComparison.h"

#include "core/io/Checkpoint.h"
#include "core/models/ModelSummary.h"
#include "core/tensor/Error.h"
#include "core/train/ReportRows.h"

namespace latentscape {

namespace fs = std::filesystem;

namespace {

constexpr const char* kCheckpoint = "checkpoint.safetensors"; // as the command line names it

std::string nameOf(const fs::path& file) {
    const fs::path folder = fs::absolute(file).parent_path();
    return (file.filename() == kCheckpoint ? folder.filename() : file.stem()).string();
}

std::string networksOf(const TrainConfig& config) {
    return std::string(config.model.kind == ModelKind::Vae ? "VAE " : "GAN ") + describeBriefly(config.model);
}

void add(std::vector<SettingColumn>& columns, const std::string& name, const std::string& value,
         std::size_t run, std::size_t runs) {
    auto column = std::ranges::find(columns, name, &SettingColumn::name);
    if (column == columns.end()) {
        column = columns.insert(columns.end(), {name, std::vector<std::string>(runs)});
    }
    column->values[run] = value;
}

} // namespace

ComparedRun readRun(const fs::path& source) {
    const fs::path file = fs::is_directory(source) ? source / kCheckpoint : source;
    if (fs::is_directory(source) && !fs::exists(file)) {
        throw Error(ErrorKind::Input, source.string() + ": there is no " + kCheckpoint +
                                          " in this folder, so it is not that of a run");
    }
    const Checkpoint checkpoint = loadCheckpoint(file);
    try {
        return {nameOf(file), trainConfigFromJson(checkpoint.settings),
                LossHistory::fromJson(checkpoint.history)};
    } catch (const Error& error) {
        throw Error(ErrorKind::Input, file.string() + ": holds no run: " + error.what());
    }
}

std::vector<SettingColumn> differingSettings(std::span<const TrainConfig> runs) {
    std::vector<SettingColumn> columns;
    if (runs.size() < 2) {
        return columns; // nor need a single one be complete
    }
    for (std::size_t i = 0; i < runs.size(); ++i) {
        add(columns, "model", networksOf(runs[i]), i, runs.size());
        for (const auto& row : settingRows(runs[i])) {
            add(columns, row[0], row[1], i, runs.size());
        }
    }
    std::erase_if(columns, [](const SettingColumn& column) {
        return std::ranges::all_of(column.values,
                                   [&](const std::string& value) { return value == column.values.front(); });
    });
    return columns;
}

} // namespace latentscape
