#include "app/cli/DataInput.h"

#include "app/cli/ProgressBar.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace latentscape {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kInterval(50);
constexpr std::size_t kListed = 10;

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

void listSkipped(const std::vector<std::string>& skipped, const std::filesystem::path& all) {
    for (std::size_t i = 0; i < std::min(kListed, skipped.size()); ++i) {
        std::fprintf(stderr, "Skipped %s\n", skipped[i].c_str());
    }
    if (skipped.size() > kListed) {
        const std::string where = all.empty() ? "" : "; all are in " + all.string();
        std::fprintf(stderr, "and %zu more pictures%s\n", skipped.size() - kListed, where.c_str());
    }
}

} // namespace latentscape
