// Where the program keeps what is the user's own.
#pragma once

#include <filesystem>

namespace latentscape {

// $XDG_DATA_HOME/latentscape, or ~/.local/share/latentscape. It need not be there.
std::filesystem::path userDataFolder();

} // namespace latentscape
