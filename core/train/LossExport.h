// The learning curves of a run for other programs and for paper. Any thread with the note of PlotExport.h on
// text.
#pragma once

#include "core/io/Checkpoint.h"
#include "core/io/PlotExport.h"
#include "core/train/LossTable.h"
#include "core/train/TrainConfig.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace latentscape {

// What is known of a run's losses.
struct RunLosses {
    TrainConfig config;
    LossHistory history;
    LossTable table;                     // each step, or the thinned ones of the history
    double finished = 0;                 // seconds since 1970: when its last step was taken
    std::optional<Provenance> made = {}; // of the model it led to, if that is known
};

// Of the run that a checkpoint holds. A losses.csv beside `file` tells of each step if it is that of the run;
// else the checkpoint's own curves do. Throws Error (Input) when the checkpoint holds no run.
RunLosses lossesOf(const std::filesystem::path& file, const Checkpoint& checkpoint);
// Of a run of which there is no file yet: it has just taken its last step.
RunLosses lossesOf(const TrainConfig& config, const LossHistory& history);

// A VAE's losses above and its KL below, a GAN's two losses above and what its discriminator says below; raw
// values pale, smoothed strong, held-out dashed.
Plot lossPlot(const RunLosses& losses, const std::string& title);

// The ending of the name decides on the form: .csv a table, .png, .svg or .pdf a plot; a folder (one that is
// there, or a name without an ending or with a slash at its end) gets an event file for TensorBoard. Returns
// the file. Atomic. Throws Error (Usage) for another ending, (Io).
std::filesystem::path saveLosses(const std::filesystem::path& out, const RunLosses& losses);

} // namespace latentscape
