// A line through all plots of a QCustomPlot at one moment, with words beside it. Drawn on a layer of its own,
// so that it follows the mouse without drawing the curves again. Owned by the widget that owns the plot; UI
// thread.
#pragma once

#include <QString>

class QCPAxisRect;
class QCPItemLine;
class QCPItemText;
class QCustomPlot;

namespace latentscape {

class PlotCursor {
public:
    // From the top of `upper` to the bottom of `lower`, which share the time axis.
    PlotCursor(QCustomPlot* plot, QCPAxisRect* upper, QCPAxisRect* lower);

    void showAt(double x, const QString& words);
    void hide();
    bool isVisible() const;
    double position() const;
    QString words() const;
    void restyle();

private:
    void draw();

    QCustomPlot* m_plot;
    QCPAxisRect* m_upper;
    QCPItemLine* m_line; // items belong to the plot
    QCPItemText* m_words;
};

} // namespace latentscape
