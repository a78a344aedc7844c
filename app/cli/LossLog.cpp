#include "app/cli/LossLog.h"

#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const std::filesystem::path& file, int error) {
    throw Error(ErrorKind::Io, file.string() + ": cannot write: " + std::generic_category().message(error));
}

// A file without all the steps before the checkpoint is not the one that the run has left.
void keepAside(const fs::path& file) {
    fs::path kept = file;
    kept.replace_filename("losses-damaged.csv");
    fs::rename(file, kept);
    std::fprintf(stderr, "%s lacks steps or is damaged; it is now %s, and what could be read is kept.\n",
                 file.c_str(), kept.c_str());
}

} // namespace

LossLog::LossLog(std::filesystem::path file, ModelKind kind, std::int64_t lastStep)
    : m_file(std::move(file))
    , m_kind(kind) {
    std::string kept = csvHeader(kind);
    if (lastStep > 0) {
        LossTable rows = table();
        if (fs::exists(m_file) && (rows.empty() || rows.back().step < lastStep)) {
            keepAside(m_file);
        }
        std::erase_if(rows, [lastStep](const LossRow& row) { return row.step > lastStep; });
        kept += toCsv(kind, rows);
    }
    writeFileAtomically(m_file, std::as_bytes(std::span(kept)));
    m_descriptor = open(m_file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (m_descriptor < 0) {
        fail(m_file, errno);
    }
}

LossLog::~LossLog() {
    close(m_descriptor);
}

void LossLog::add(const Snapshot& snapshot) {
    const std::string rows = toCsv(m_kind, lossTableOf(snapshot));
    for (std::string_view rest = rows; !rest.empty();) {
        const ssize_t written = write(m_descriptor, rest.data(), rest.size());
        if (written < 0 && errno != EINTR) {
            fail(m_file, errno);
        }
        rest.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
}

void LossLog::sync() {
    if (fsync(m_descriptor) != 0) {
        fail(m_file, errno);
    }
}

LossTable LossLog::table() const {
    return readLossCsv(m_file, m_kind);
}

} // namespace latentscape
