#include "ui/Figures.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr double kLong = 1e5; // would not fit a card

} // namespace

QString wholeNumber(std::int64_t value) {
    return QLocale().toString(static_cast<qlonglong>(value));
}

QString lossFigure(double value) {
    const double size = std::abs(value);
    return size < kLong ? QLocale().toString(value, 'f', size < 10 ? 2 : 1)
                        : QLocale().toString(value, 'e', 2);
}

QString minutesAndSeconds(double seconds) {
    const auto whole = std::llround(std::max(0.0, seconds));
    const auto twoDigits = [](long long value) {
        return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
    };
    const QString tail = QLatin1Char(':') + twoDigits(whole % 60);
    return whole < 3600
               ? QString::number(whole / 60) + tail
               : QString::number(whole / 3600) + QLatin1Char(':') + twoDigits(whole / 60 % 60) + tail;
}

} // namespace latentscape
