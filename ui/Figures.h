// Figures as words, as people in the user's country write them.
#pragma once

#include <QString>

#include <cstdint>

namespace latentscape {

QString wholeNumber(std::int64_t value);   // "61,200"
QString lossFigure(double value);          // "0.69", "238.4", "2.96e+08"
QString minutesAndSeconds(double seconds); // "1:02", "2:10:07"
QString shortNumber(double value);         // two digits that count: "0.42", "1.9", "120"
QString duration(double seconds);          // "0.4 s", "12 s", "3 min", "2.1 h"
QString byteCount(std::int64_t bytes);     // "2.1 MB", "3.4 GB"

} // namespace latentscape
