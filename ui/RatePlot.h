// The curve of a learning-rate search: the loss over the rate, which has a logarithmic axis, and a mark at
// the rate that is suggested. UI thread.
#pragma once

#include "core/train/LearningRateFinder.h"

#include <QTimer>
#include <QWidget>

class QCPGraph;
class QCPItemLine;
class QCPItemText;
class QCustomPlot;

namespace latentscape {

class RatePlot : public QWidget {
    Q_OBJECT

public:
    explicit RatePlot(QWidget* parent = nullptr);

    void clear(const RateSearch& search);
    void add(const RatePoint& point);
    void mark(float rate); // the suggestion

    int pointCount() const { return static_cast<int>(m_points.size()); }

protected:
    void changeEvent(QEvent* event) override;

private:
    void rescale();
    void restyle();

    QCustomPlot* m_plot;
    QCPGraph* m_raw;
    QCPGraph* m_smooth;
    QCPItemLine* m_line;
    QCPItemText* m_words;
    std::vector<RatePoint> m_points;
    QTimer m_replot;
};

} // namespace latentscape
