// The learning curves: losses above, KL below, on one time axis. Raw values pale, smoothed strong, held-out
// dashed, each name at the end of its line. The vertical range follows the recent values, so that the first
// steps do not flatten the rest; drag zooms, a double click goes back. Lives on the UI thread; its points are
// bounded.
#pragma once

#include "core/train/LossHistory.h"

#include <QTimer>
#include <QWidget>

#include <array>
#include <memory>

class QCustomPlot;
class QCPAxisRect;
class QCPGraph;
class QCPItemText;
class QCPRange;

namespace latentscape {

class PlotCursor;
class PlotMarks;

class LossPlot : public QWidget {
    Q_OBJECT

public:
    enum class Smoothing { None, Light, Strong };

    explicit LossPlot(QWidget* parent = nullptr);
    ~LossPlot() override;

    void clear();
    void add(const Snapshot& snapshot);

    void setLogarithmic(bool on);
    void setSmoothing(Smoothing smoothing);
    void setFitAll(bool on); // show every value, also those of the first steps
    void unzoom();
    bool savePng(const QString& file) const;

    std::int64_t pointCount() const { return static_cast<std::int64_t>(m_history.losses().size()); }
    bool isZoomed() const { return m_zoomed; }
    // What stands beside the line under the mouse; empty when there is none.
    QString cursorText() const;

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Curve {
        QCPAxisRect* rect = nullptr;
        QCPGraph* raw = nullptr;
        QCPGraph* smooth = nullptr;
        QCPGraph* heldOut = nullptr;
        QCPItemText* name = nullptr;
        double smoothed = 0; // the value of now
    };

    void buildAxes();
    void buildCurves();
    void watchMouse();
    void append(const LossPoint& point, bool first);
    void rebuildTraining();
    void rebuildHeldOut();
    void rescale();
    QCPRange verticalRange(const QCPAxisRect* rect) const;
    void zoomTo(const QRect& area);
    void placeNames();
    void restyle();
    void moveCursorTo(double epoch);
    QString describe(const LossPoint& point) const;

    QCustomPlot* m_plot;
    QCPAxisRect* m_upper;
    QCPAxisRect* m_lower;
    std::array<Curve, 3> m_curves;
    QCPItemText* m_epoch = nullptr; // what the time axis counts
    std::unique_ptr<PlotMarks> m_marks;
    std::unique_ptr<PlotCursor> m_cursor;
    LossHistory m_history;
    Smoothing m_smoothing = Smoothing::Light;
    bool m_fitAll = false;
    bool m_zoomed = false;
    QTimer m_replot;
};

} // namespace latentscape
