// Round numbers for a logarithmic axis: 1, 2, 5, 10, ... when it spans a decade or more, else the usual ones.
// Owned by its axis; UI thread.
#pragma once

#include <qcustomplot.h>

namespace latentscape {

class LogTicker : public QCPAxisTicker {
protected:
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
    int getSubTickCount(double tickStep) override;
};

} // namespace latentscape
