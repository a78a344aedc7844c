#include "core/tensor/CacheFolder.h"

#include <cstdlib>
#include <system_error>

namespace latentscape {

namespace fs = std::filesystem;

fs::path cacheFolder() {
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return fs::path(value ? value : "");
    };
    const fs::path cache = variable("XDG_CACHE_HOME");
    if (cache.is_absolute()) { // the XDG specification has others ignored
        return cache / "latentscape";
    }
    const fs::path home = variable("HOME");
    return home.is_absolute() ? home / ".cache" / "latentscape" : fs::path();
}

void makeCacheFolder() {
    std::error_code error;
    if (fs::create_directories(cacheFolder(), error)) {
        fs::permissions(cacheFolder(), fs::perms::owner_all, error);
    }
}

} // namespace latentscape
