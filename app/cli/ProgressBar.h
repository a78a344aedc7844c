// One line on stderr that says how far a training is; on a terminal only, otherwise nothing is ever written.
#pragma once

#include "core/train/Snapshot.h"

namespace latentscape {

class ProgressBar {
public:
    ProgressBar();

    void show(const Snapshot& snapshot);
    // Makes the line empty, before anything else is printed.
    void clear();

private:
    bool m_terminal;
    bool m_shown = false;
    double m_loss = 0;
};

} // namespace latentscape
