// Where this user's programs keep what they can make again.
#pragma once

#include <filesystem>

namespace latentscape {

// $XDG_CACHE_HOME/latentscape (default ~/.cache/latentscape); empty when there is no place for it.
std::filesystem::path cacheFolder();

// Makes it, for its owner alone: it may hold people's own pictures. What fails here fails when a file is
// written.
void makeCacheFolder();

} // namespace latentscape
