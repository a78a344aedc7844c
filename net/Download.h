// Fetches one published file over HTTPS. It grows in FILE.part, which a broken connection, a cancelled or a
// killed program leaves behind: the next download goes on from there. Only what has the right checksum
// becomes FILE.
#pragma once

#include "core/data/LoadWatch.h"
#include "net/DataHome.h"

#include <chrono>
#include <filesystem>

namespace latentscape {

struct DownloadOptions {
    int attempts = 5;                      // in a row without a further byte
    std::chrono::milliseconds pause{1000}; // before the second of them, twice that before the third and so on
    std::chrono::milliseconds silence{30'000}; // after which a connection counts as broken
};

// From `url` into the folder, which must be there, under the published name. Follows redirections, but from
// https to https only. Throws Error: (Io) when the server can't be reached, refuses, or the disk is full,
// (Input) when the checksum is wrong, (Cancelled); it names the file or the address and what to do. Blocks;
// the watch hears the share of the file.
void download(const std::string& url, const PublishedFile& published, const std::filesystem::path& folder,
              const LoadWatch& watch, const DownloadOptions& options = {});

} // namespace latentscape
