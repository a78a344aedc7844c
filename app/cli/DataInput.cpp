#include "app/cli/DataInput.h"

#include "app/cli/ProgressBar.h"

#include <chrono>

namespace latentscape {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kInterval(50);

} // namespace

LoadedData loadWithBar(const std::string& source, LoadOptions options, bool json) {
    ProgressBar bar;
    if (!json) {
        options.watch.progress = [&, next = Clock::time_point()](const std::filesystem::path&,
                                                                 double share) mutable {
            if (const auto now = Clock::now(); now >= next) {
                next = now + kInterval;
                bar.show(share, "reading " + source); // the file may be one of the cache
            }
        };
    }
    return loadData(source, options);
}

} // namespace latentscape
