// The kept moments of a run as small triangles on the time axis: the best one is a star, the one that is
// looked at has a line through both plots. Owned by the widget that owns the plot; UI thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

class QCPAxis;
class QCPAxisRect;
class QCPGraph;
class QCPItemLine;
class QCustomPlot;
class QPointF;

namespace latentscape {

class PlotMoments {
public:
    struct Mark {
        std::int64_t step = 0;
        double epoch = 0;
        bool isBest = false;
    };

    // From the top of `upper` to the bottom of `lower`, which share the time axis.
    PlotMoments(QCustomPlot* plot, QCPAxisRect* upper, QCPAxisRect* lower);

    void set(const std::vector<Mark>& marks); // in the order of their steps
    void arrange();                           // to be called when the time axis has changed
    void setLookedAt(std::optional<std::int64_t> step);
    const std::vector<Mark>& marks() const { return m_marks; }
    // The one that is pointed at: near its triangle, or below it among the numbers of the axis.
    const Mark* at(const QPointF& position) const;
    const Mark* nearest(double epoch) const; // null when there is none
    void restyle();

private:
    void show();
    QCPGraph* addGraph();

    QCustomPlot* m_plot;
    QCPAxisRect* m_lower;
    QCPAxis* m_height; // 0 at the time axis, 1 at the top; not shown
    QCPGraph* m_usual;
    QCPGraph* m_best;
    QCPGraph* m_lookedAt;
    QCPItemLine* m_line; // items belong to the plot
    std::vector<Mark> m_marks;
    std::optional<std::int64_t> m_step; // looked at
};

} // namespace latentscape
