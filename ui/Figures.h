// Figures as words, as people in the user's country write them.
#pragma once

#include <QString>

#include <cstdint>

namespace latentscape {

QString wholeNumber(std::int64_t value);   // "61,200"
QString lossFigure(double value);          // "0.69", "238.4", "2.96e+08"
QString minutesAndSeconds(double seconds); // "1:02", "2:10:07"

} // namespace latentscape
