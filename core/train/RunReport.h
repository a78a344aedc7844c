// A run on one page that opens anywhere: how it learnt, what it makes, how good it is, and all it takes to
// repeat it.
#pragma once

#include "core/train/LossExport.h"
#include "core/train/ModelReport.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace latentscape {

// What is empty or null is left out. A value; any thread.
struct RunReport {
    struct Moment {
        double epoch = 0;
        std::shared_ptr<const std::vector<Image>> samples; // of the same latents in each moment
    };

    RunLosses losses;
    std::string checkpoint = {}; // its name
    std::string checksum = {};   // of the weights, as weightsChecksum() has it
    std::shared_ptr<const std::vector<Image>> samples = {};
    std::vector<Moment> history = {};
    std::vector<Image> originals = {}; // held-out images
    std::vector<Image> reconstructions = {};
    std::string images = {}; // what the held-out ones are called
    std::optional<ModelReport> measured = {};
};

struct RunReportOptions {
    int samples = 64;
    int reconstructions = 12;
    std::uint64_t seed = 0; // of what is measured
};

// Adds what has to be computed: samples if there are none and, with `data`, reconstructions and figures.
// Runs on the thread that owns the model. Throws Error as reportOf() does.
void complete(RunReport& report, Model& model, const LoadedData* data, const RunReportOptions& options = {},
              const ReportWatch& watch = {});

std::string toHtml(const RunReport& report);

// Atomic. Throws Error (Io).
void writeReport(const std::filesystem::path& file, const RunReport& report);

} // namespace latentscape
