// Gets a published data set whole: into the user's data folder, where findData() looks.
#pragma once

#include "core/data/LoadWatch.h"
#include "net/DataHome.h"
#include "net/Download.h"

#include <filesystem>

namespace latentscape {

// $XDG_DATA_HOME/latentscape/datasets/NAME: what loadData() takes once it is there.
std::filesystem::path dataFolder(const DataHome& home);
bool isDataThere(const DataHome& home); // only looks for names; fast

// Fetches what is missing, unpacks it, and then gives the folder its name, so that a data set is there whole
// or not at all; what has arrived is kept for the next time. Returns the folder, at once when it is there.
// Throws Error as download() and unpack() do, and (Io) before anything is fetched when the disk has no room.
// Blocks; the watch hears the share of all bytes, with the file that is being fetched or unpacked.
std::filesystem::path downloadData(const DataHome& home, const LoadWatch& watch = {},
                                   const DownloadOptions& options = {});

} // namespace latentscape
