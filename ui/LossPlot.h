// The learning curves: losses above, KL below, on one time axis. Raw values pale, smoothed strong, held-out
// dashed; drag zooms, a double click goes back. Lives on the UI thread; its points are bounded.
#pragma once

#include "core/train/Snapshot.h"

#include <QTimer>
#include <QWidget>

#include <array>
#include <vector>

class QCustomPlot;
class QCPGraph;
class QCPAxisRect;
class QCPItemText;

namespace latentscape {

class LossPlot : public QWidget {
    Q_OBJECT

public:
    explicit LossPlot(QWidget* parent = nullptr);

    void clear();
    void add(const Snapshot& snapshot);
    void setLogarithmic(bool on);
    bool savePng(const QString& file) const;

    std::int64_t pointCount() const { return static_cast<std::int64_t>(m_points.size()); }

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Curve {
        QCPGraph* raw = nullptr;
        QCPGraph* smooth = nullptr;
        QCPGraph* heldOut = nullptr;
    };
    void addPoint(const LossPoint& point);
    void thin();
    void rebuild();
    void rescale();
    void restyle();
    void nameLines();
    void mark(const ControlChange& change);

    QCustomPlot* m_plot;
    QCPAxisRect* m_lower;
    std::array<Curve, 3> m_curves;
    std::array<QCPItemText*, 3> m_names{}; // owned by the plot
    std::vector<LossPoint> m_points;       // each the mean of m_stride steps
    std::int64_t m_stride = 1;
    LossPoint m_pending;
    std::int64_t m_pendingCount = 0;
    Losses m_smoothed{};
    bool m_zoomed = false;
    QTimer m_replot;
};

} // namespace latentscape
