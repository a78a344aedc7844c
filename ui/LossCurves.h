// The curves of a LossPlot: for each loss its raw values pale, smoothed strong, held-out dashed, and its name
// at the end of its line. Owned by the widget that owns the plot; UI thread.
#pragma once

#include "core/train/LossHistory.h"

#include <QColor>
#include <QString>

#include <vector>

class QCPAxisRect;
class QCPGraph;
class QCPItemText;
class QCPRange;
class QCustomPlot;
class QWidget;

namespace latentscape {

struct ThemeColors;

class LossCurves {
public:
    // A VAE's losses above and its KL below; a GAN's two losses above, and below what its discriminator says.
    LossCurves(QCustomPlot* plot, QCPAxisRect* upper, QCPAxisRect* lower);

    void build(ModelKind kind); // instead of those before, without a point
    void clearTraining();
    // keep: the share of the value before in the moving average.
    void append(const LossPoint& point, double keep);
    // A dot on each curve at the newest step, which the curve itself has not reached when a point stands for
    // many steps; null: none.
    void setNewest(const LossPoint* point);
    void setHeldOut(const std::vector<EpochResult>& epochs);

    // Of the points from `from` on, with a little air.
    QCPRange verticalRange(const QCPAxisRect* rect, const LossHistory& history, std::size_t from) const;
    // "step 8,900, epoch 19.2", and a line a loss.
    QString describe(const LossPoint& point, const std::vector<EpochResult>& epochs) const;

    // Names at the right edge, as high as each line ends there, and not on one another.
    void placeNames();
    void restyle(const QWidget* widget);
    int nameWidth() const { return m_nameWidth; } // room at the right, in pixels

private:
    struct Curve {
        QCPAxisRect* rect = nullptr;
        QCPGraph* raw = nullptr;
        QCPGraph* smooth = nullptr;
        QCPGraph* heldOut = nullptr;
        QCPGraph* newest = nullptr;
        QCPItemText* name = nullptr;
        QColor ThemeColors::*colour = nullptr;
        double smoothed = 0; // the value of now
    };

    void add(const QString& name, QCPAxisRect* rect, QColor ThemeColors::*colour);

    QCustomPlot* m_plot;
    QCPAxisRect* m_upper;
    QCPAxisRect* m_lower;
    ModelKind m_kind = ModelKind::Vae;
    std::vector<Curve> m_curves; // in the order of the losses
    int m_nameWidth = 0;
};

} // namespace latentscape
