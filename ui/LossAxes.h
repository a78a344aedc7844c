// The two plots of LossPlot, one above the other on one time axis: which part of it is seen, and how the axes
// look. Owned by the widget that owns the plot; UI thread.
#pragma once

#include "core/models/ModelConfig.h"

class QCPAxisRect;
class QCPItemStraightLine;
class QCPItemText;
class QCPRange;
class QCustomPlot;
class QPoint;
class QRect;
class QWidget;

namespace latentscape {

class LossAxes {
public:
    explicit LossAxes(QCustomPlot* plot);

    QCPAxisRect* upper() const { return m_upper; }
    QCPAxisRect* lower() const { return m_lower; }

    void setKind(ModelKind kind);
    void setLogarithmic(bool on);
    void reset(); // nothing has been drawn yet

    void setValues(QCPAxisRect* rect, const QCPRange& values);
    void setTime(double epochs); // all of it, with a little air
    // Sideways in both plots; up and down in the one where the area lies, unless it is flat. False: it is too
    // narrow to be meant.
    bool zoomTo(const QRect& area);

    bool contains(const QPoint& pixel) const;
    double epochAt(const QPoint& pixel) const;
    bool shows(double epoch) const;

    // nameWidth: room at the right for the names of the curves, in pixels.
    void restyle(const QWidget* widget, int nameWidth);

private:
    QCPAxisRect* m_upper; // items and axes belong to the plot
    QCPAxisRect* m_lower;
    QCPItemStraightLine* m_even; // where a discriminator cannot tell
    QCPItemText* m_epoch;        // what the time axis counts
};

} // namespace latentscape
