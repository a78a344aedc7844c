// How commands load the images that --data names.
#pragma once

#include "core/data/DataSource.h"

#include <string>

namespace latentscape {

// As loadData() does. A load that takes long shows how far it is, if standard error is a terminal and the
// output is not JSON.
LoadedData loadWithBar(const std::string& source, LoadOptions options, bool json);

} // namespace latentscape
