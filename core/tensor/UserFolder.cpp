#include "core/tensor/UserFolder.h"

#include <cstdlib>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

fs::path variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

} // namespace

fs::path userDataFolder() {
    const fs::path data = variable("XDG_DATA_HOME");
    // The XDG specification has relative paths ignored.
    return (data.is_absolute() ? data : variable("HOME") / ".local" / "share") / "latentscape";
}

} // namespace latentscape
