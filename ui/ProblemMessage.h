// A problem in the words of the message strip, with the remedy that fits it.
#pragma once

#include "ui/MessageStrip.h"
#include "ui/Problem.h"

#include <functional>

namespace latentscape {

// What the window can do about it; all on the UI thread.
struct Remedies {
    std::function<void()> chooseFolder;
    std::function<void()> chooseCheckpoint;
    std::function<void()> saveElsewhere;
    std::function<void()> goOnMoreCarefully; // with a tenth of the learning rate
};

Message messageFor(const Problem& problem, const Remedies& remedies);

} // namespace latentscape
