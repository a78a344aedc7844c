// Takes known files out of an archive (tar, also packed with gzip).
#pragma once

#include "core/data/LoadWatch.h"

#include <filesystem>
#include <string>
#include <vector>

namespace latentscape {

// Regular files with these names, in whatever folder of the archive they lie, into `folder`; all else is
// passed over. Each is written whole or not at all. Throws Error naming the archive: (Input) when it is
// damaged, lacks one of them or holds one that is larger than any of our data sets' files, (Io), (Cancelled).
void unpack(const std::filesystem::path& archive, const std::vector<std::string>& names,
            const std::filesystem::path& folder, const LoadWatch& watch = {});

} // namespace latentscape
