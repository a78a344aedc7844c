#include "ui/PlotStyle.h"

#include "ui/Theme.h"

#include <qcustomplot.h>

namespace latentscape {

void stylePlotAxis(QCPAxis* axis, const QWidget* widget) {
    const ThemeColors& colors = themeColors(widget->palette());
    axis->setTickPen(Qt::NoPen);
    axis->setSubTickPen(Qt::NoPen);
    axis->setTickLengthIn(0);
    axis->setSubTickLengthIn(0);
    axis->setTickLabelColor(colors.note);
    axis->setTickLabelFont(plotFont(widget));
    axis->setLabelColor(colors.note);
    axis->setLabelFont(plotFont(widget));
    axis->grid()->setPen(QPen(colors.plotGrid));
    axis->grid()->setZeroLinePen(QPen(colors.plotGrid));
}

} // namespace latentscape
