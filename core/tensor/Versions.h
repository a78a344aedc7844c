// Which libraries do the work, for "About" and for reports.
#pragma once

#include <string>

namespace latentscape {

std::string libraryVersions(); // "oneDNN 2.6.3, Eigen 3.4.0, zlib 1.2.13"

} // namespace latentscape
