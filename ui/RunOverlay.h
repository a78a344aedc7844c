// The curves of other runs behind those of the run that is shown, each run in a colour of its own: losses of
// training thin, held-out ones dashed. Of a VAE the whole loss above and the KL below, of a GAN all four.
// Owned by the widget that owns the plot; UI thread.
#pragma once

#include "core/train/LossHistory.h"

#include <QColor>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

class QCPAxisRect;
class QCPGraph;
class QCPRange;
class QCustomPlot;
class QPalette;
class QWidget;

namespace latentscape {

inline constexpr int kRunColours = 6;
// None of them is one of the shown run's own.
QColor runColour(const QPalette& palette, int index);

struct OverlaidRun {
    QString name;
    ModelKind kind = ModelKind::Vae;
    int colour = 0;
    std::shared_ptr<const LossHistory> history;
};

class RunOverlay {
public:
    RunOverlay(QCustomPlot* plot, QCPAxisRect* upper, QCPAxisRect* lower);

    // Only runs of this kind are drawn: others have other losses.
    void set(const std::vector<OverlaidRun>& runs, ModelKind kind, const QWidget* widget);
    void setKind(ModelKind kind, const QWidget* widget);

    // Of the values after `epoch`; none when there are none.
    std::optional<QCPRange> verticalRange(const QCPAxisRect* rect, double epoch) const;
    double lastEpoch() const; // 0 without runs
    // A line a run that is drawn: its held-out loss at that time.
    QString describe(double epoch) const;
    void restyle(const QWidget* widget);

private:
    struct Line {
        QCPAxisRect* rect;
        QCPGraph* train;
        QCPGraph* heldOut;
        int colour;
    };

    void draw(const OverlaidRun& run, std::size_t loss, QCPAxisRect* rect);

    QCustomPlot* m_plot;
    QCPAxisRect* m_upper;
    QCPAxisRect* m_lower;
    std::vector<OverlaidRun> m_runs;
    ModelKind m_kind = ModelKind::Vae;
    std::vector<Line> m_lines;
};

} // namespace latentscape
