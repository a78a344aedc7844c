#include "net/Unpack.h"

#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <cstdint>
#include <memory>
#include <set>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kMostBytes = std::int64_t{256} << 20; // of one file; CIFAR-100's have 154 MB
constexpr std::size_t kBlock = 1 << 20;

using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;

class Unpacking {
public:
    Unpacking(const fs::path& file, const LoadWatch& watch)
        : m_file(file)
        , m_watch(watch)
        , m_reader(archive_read_new(), &archive_read_free) {
        archive_read_support_filter_gzip(m_reader.get());
        archive_read_support_format_tar(m_reader.get());
        if (archive_read_open_filename(m_reader.get(), file.c_str(), kBlock) != ARCHIVE_OK) {
            fail();
        }
    }

    // The next regular file's bare name; empty at the end.
    std::string next() {
        while (true) {
            const int result = archive_read_next_header(m_reader.get(), &m_entry);
            if (result == ARCHIVE_EOF) {
                return {};
            }
            if (result != ARCHIVE_OK) {
                fail();
            }
            const char* path = archive_entry_pathname(m_entry);
            if (archive_entry_filetype(m_entry) == AE_IFREG && path) {
                return fs::path(path).filename().string();
            }
        }
    }

    std::vector<std::byte> read(const std::string& name) {
        const std::int64_t size = archive_entry_size(m_entry);
        if (size < 0 || size > kMostBytes) {
            throw Error(ErrorKind::Input, m_file.string() + ": " + name + " is said to have " +
                                              std::to_string(size) + " bytes, expected at most " +
                                              std::to_string(kMostBytes) + ". Fetch the archive again.");
        }
        std::vector<std::byte> bytes(static_cast<std::size_t>(size));
        for (std::size_t have = 0; have < bytes.size();) {
            m_watch.reached(name, static_cast<double>(have) / static_cast<double>(size));
            const la_ssize_t got =
                archive_read_data(m_reader.get(), bytes.data() + have, std::min(kBlock, bytes.size() - have));
            if (got <= 0) {
                fail();
            }
            have += static_cast<std::size_t>(got);
        }
        return bytes;
    }

private:
    [[noreturn]] void fail() const {
        const char* why = archive_error_string(m_reader.get());
        throw Error(ErrorKind::Input, m_file.string() + ": the archive cannot be unpacked: " +
                                          (why ? why : "it ends too soon") + ". Fetch it again.");
    }

    const fs::path& m_file;
    const LoadWatch& m_watch;
    Reader m_reader;
    archive_entry* m_entry = nullptr; // belongs to the reader
};

} // namespace

void unpack(const fs::path& archive, const std::vector<std::string>& names, const fs::path& folder,
            const LoadWatch& watch) {
    std::set<std::string> missing(names.begin(), names.end());
    Unpacking unpacking(archive, watch);
    for (std::string name = unpacking.next(); !name.empty(); name = unpacking.next()) {
        if (missing.erase(name) > 0) {
            writeFileAtomically(folder / name, unpacking.read(name));
        }
    }
    if (!missing.empty()) {
        throw Error(ErrorKind::Input, archive.string() + ": the archive does not hold " + *missing.begin() +
                                          ". Fetch it again.");
    }
}

} // namespace latentscape
