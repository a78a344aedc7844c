// One line on stderr that says how far a long work is; on a terminal only, otherwise nothing is ever written.
#pragma once

#include "core/train/Snapshot.h"

#include <string>

namespace latentscape {

class ProgressBar {
public:
    ProgressBar();
    ~ProgressBar() { clear(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    // share: 0 to 1 of the work that is done; negative: not known.
    void show(double share, const std::string& words);
    void show(const Snapshot& snapshot); // how far a training is
    // Makes the line empty, before anything else is printed.
    void clear();

private:
    bool m_terminal;
    bool m_shown = false;
    double m_loss = 0;
};

} // namespace latentscape
