// What to do about a finding: the settings of the run with the one change that is customary for it, worked
// out for the settings it has now. A value; any thread.
#pragma once

#include "core/train/Finding.h"
#include "core/train/TrainConfig.h"

#include <optional>
#include <string>

namespace latentscape {

struct Remedy {
    enum class How {
        Change,  // the run goes on with these settings
        Restart, // a new run has them: this one cannot, or its weights are spoilt
        Stop,    // nothing is gained by going on
    };
    How how = How::Change;
    TrainConfig config;  // as it should be
    std::string words;   // for a button: "Set beta to 0.5"
    std::string options; // for the command line: "--beta 0.5"; empty: it has none for this
};

// Nothing when no change of settings is known to help.
std::optional<Remedy> remedyFor(const Finding& finding, const TrainConfig& now);

} // namespace latentscape
