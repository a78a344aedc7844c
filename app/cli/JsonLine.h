// The machine-readable side of the command line: one JSON object a line on standard output.
#pragma once

#include <nlohmann/json.hpp>

namespace latentscape {

// Keys stay in the order given. Flushes, so that whoever reads along sees the line at once. Throws Error (Io)
// when nobody takes it.
void printJsonLine(const nlohmann::ordered_json& object);

// To so many decimals.
double rounded(double value, int decimals);

} // namespace latentscape
