// Thin lines through both plots where a setting was changed while it ran, each with its words. Words that
// would lie on one another stand in two lines; what finds no room there is left out, the oldest first. Owned
// by the widget that owns the plot; UI thread.
#pragma once

#include "core/train/Snapshot.h"

#include <vector>

class QCPAxisRect;
class QCPItemLine;
class QCPItemPosition;
class QCPItemText;
class QCustomPlot;

namespace latentscape {

// Moves along the time axis of `rect`, and stands at a share of its height.
void pinToTime(QCPItemPosition* position, QCPAxisRect* rect);

class PlotMarks {
public:
    // From the top of `upper` to the bottom of `lower`, which share the time axis.
    PlotMarks(QCustomPlot* plot, QCPAxisRect* upper, QCPAxisRect* lower);

    void set(const std::vector<ControlChange>& changes);
    void arrange(); // to be called when the time axis has changed
    void restyle();

private:
    struct Mark {
        QCPItemLine* line; // items belong to the plot
        QCPItemText* words;
    };

    QCustomPlot* m_plot;
    QCPAxisRect* m_upper;
    QCPAxisRect* m_lower;
    std::vector<Mark> m_marks;
};

} // namespace latentscape
