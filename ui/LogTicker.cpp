#include "ui/LogTicker.h"

#include <cmath>

namespace latentscape {

namespace {

constexpr double kManyDecades = 3; // then powers of ten alone

} // namespace

QVector<double> LogTicker::createTickVector(double tickStep, const QCPRange& range) {
    if (range.lower <= 0 || range.upper / range.lower < 10) {
        return QCPAxisTicker::createTickVector(tickStep, range);
    }
    const bool many = std::log10(range.upper / range.lower) > kManyDecades;
    const QVector<double> digits = many ? QVector<double>{1} : QVector<double>{1, 2, 5};
    QVector<double> ticks;
    for (double decade = std::pow(10, std::floor(std::log10(range.lower))); decade <= range.upper;
         decade *= 10) {
        for (const double digit : digits) {
            ticks.append(decade * digit);
        }
    }
    return ticks;
}

int LogTicker::getSubTickCount(double) {
    return 0;
}

} // namespace latentscape
