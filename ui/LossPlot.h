// The learning curves on one time axis: a VAE's losses above and its KL below, a GAN's two losses above and
// what its discriminator says of real and made images below. Raw values pale, smoothed strong, held-out
// dashed, each name at the end of its line. The vertical range follows the recent values, so that the first
// steps do not flatten the rest; drag zooms, a double click goes back. Lives on the UI thread; its points are
// bounded.
#pragma once

#include "core/io/PlotExport.h"
#include "core/train/LossHistory.h"
#include "ui/PlotMoments.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <utility>

class QCustomPlot;
class QImage;
class QCPAxisRect;

namespace latentscape {

class LossAxes;
class LossCurves;
class PlotCursor;
class PlotMarks;
class RunOverlay;
struct OverlaidRun;

class LossPlot : public QWidget {
    Q_OBJECT

public:
    enum class Smoothing { None, Light, Strong };

    explicit LossPlot(QWidget* parent = nullptr);
    ~LossPlot() override;

    // Which curves there are; forgets all points.
    void clear(ModelKind kind);
    void add(const Snapshot& snapshot);

    void setLogarithmic(bool on);
    void setSmoothing(Smoothing smoothing);
    void setFitAll(bool on); // show every value, also those of the first steps
    // The moments that are kept, and which of them is looked at.
    void setMoments(const std::vector<PlotMoments::Mark>& marks);
    void setLookedAt(std::optional<std::int64_t> step);
    void showCursorAt(double epoch); // as if the mouse were there
    void hideCursor();
    void unzoom();
    // The curves of other runs, until they are others; drawn as long as their kind of model is shown.
    void setOverlay(const std::vector<OverlaidRun>& runs);
    QImage picture() const;                    // twice as large as it is seen
    QByteArray drawn(PlotFormat format) const; // as a file, as it is seen

    const LossHistory& history() const { return m_history; }
    std::int64_t pointCount() const { return static_cast<std::int64_t>(m_history.losses().size()); }
    bool isZoomed() const { return m_zoomed; }
    // What stands beside the line under the mouse; empty when there is none.
    QString cursorText() const;

signals:
    void momentChosen(qint64 step);
    void cursorMoved(double epoch); // by the mouse or the keys
    void cursorLeft();

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildCurves(ModelKind kind);
    void watchMouse();
    void append(const LossPoint& point, bool first);
    void rebuildTraining();
    void rescale();
    void rescale(QCPAxisRect* rect, std::size_t from);
    void zoomTo(const QRect& area);
    void restyle();
    bool moveCursorTo(double epoch, const PlotMoments::Mark* moment = nullptr);
    void follow(double epoch, const PlotMoments::Mark* moment = nullptr);
    void leave();

    QCustomPlot* m_plot;
    std::unique_ptr<LossAxes> m_axes;
    ModelKind m_kind = ModelKind::Vae;
    std::unique_ptr<RunOverlay> m_overlay;
    std::unique_ptr<LossCurves> m_curves;
    std::unique_ptr<PlotMarks> m_marks;
    std::unique_ptr<PlotMoments> m_moments;
    std::unique_ptr<PlotCursor> m_cursor;
    LossHistory m_history;
    LossPoint m_newest; // of the last step
    QPoint m_pressed;   // where the mouse button went down
    // The moment that the mouse was last moved to: where, and which step.
    std::optional<std::pair<QPoint, std::int64_t>> m_pointedAt;
    Smoothing m_smoothing = Smoothing::Light;
    bool m_fitAll = false;
    bool m_zoomed = false;
    QTimer m_replot;
};

} // namespace latentscape
