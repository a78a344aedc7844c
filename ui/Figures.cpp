#include "ui/Figures.h"

#include <QCoreApplication>
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

QString shortNumber(double value) {
    const int digits = value > 0 ? static_cast<int>(std::floor(std::log10(value))) : 0;
    return QLocale().toString(value, 'f', std::clamp(1 - digits, 0, 6));
}

QString duration(double seconds) {
    if (seconds < 100) {
        return QCoreApplication::translate("latentscape", "%1 s").arg(shortNumber(seconds));
    }
    return seconds < 100 * 60
               ? QCoreApplication::translate("latentscape", "%1 min").arg(shortNumber(seconds / 60))
               : QCoreApplication::translate("latentscape", "%1 h").arg(shortNumber(seconds / 3600));
}

QString byteCount(std::int64_t bytes) {
    const double mega = static_cast<double>(bytes) / 1e6;
    return mega < 1000 ? QCoreApplication::translate("latentscape", "%1 MB").arg(shortNumber(mega))
                       : QCoreApplication::translate("latentscape", "%1 GB").arg(shortNumber(mega / 1000));
}

} // namespace latentscape
