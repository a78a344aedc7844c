// How commands load the images that --data names, and what they say about it on standard error.
#pragma once

#include "core/data/DataSource.h"

#include <filesystem>
#include <string>
#include <vector>

namespace latentscape {

// As loadData() does. A load that takes long shows how far it is, if standard error is a terminal and the
// output is not JSON.
LoadedData loadWithBar(const std::string& source, LoadOptions options, bool json);

// Which pictures could not be read: the first of them, and where all stand if in a file.
void listSkipped(const std::vector<std::string>& skipped, const std::filesystem::path& all = {});

} // namespace latentscape
