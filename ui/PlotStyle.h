// How the axes of all plots look: numbers and words as notes, a faint grid, no ticks.
#pragma once

class QCPAxis;
class QWidget;

namespace latentscape {

// In the colours and the font of the widget that holds the plot.
void stylePlotAxis(QCPAxis* axis, const QWidget* widget);

} // namespace latentscape
