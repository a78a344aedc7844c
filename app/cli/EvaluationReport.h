// A report of a model as `evaluate` prints it, for people and for programs.
#pragma once

#include "core/io/Checkpoint.h"
#include "core/train/ModelReport.h"

#include <nlohmann/json.hpp>

#include <string>

namespace latentscape {

struct EvaluationReport {
    nlohmann::ordered_json json;
    std::string text; // lines
};

// Only what was measured. The losses come first; `train` names the classes.
EvaluationReport writtenDown(const ModelReport& report, const Checkpoint& checkpoint, const Dataset& train);

// On standard error: what takes long, with its percentage on a terminal, else the training of a classifier
// of the images `name` alone.
ReportWatch progressOf(const std::string& name);

} // namespace latentscape
