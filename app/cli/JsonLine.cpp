#include "app/cli/JsonLine.h"

#include "core/tensor/Error.h"

#include <cmath>
#include <cstdio>

namespace latentscape {

void printJsonLine(const nlohmann::ordered_json& object) {
    if (std::puts(object.dump().c_str()) < 0 || std::fflush(stdout) != 0) {
        throw Error(ErrorKind::Io, "cannot write to standard output");
    }
}

double rounded(double value, int decimals) {
    const double unit = std::pow(10.0, decimals);
    return std::round(value * unit) / unit;
}

} // namespace latentscape
