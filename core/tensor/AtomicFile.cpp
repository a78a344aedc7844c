#include "core/tensor/AtomicFile.h"

#include "core/tensor/Error.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& file, const std::string& what, int error) {
    throw Error(ErrorKind::Io, file.string() + ": " + what + ": " + std::generic_category().message(error) +
                                   "; nothing was changed");
}

// Removes the temporary file unless it has been renamed.
class Temporary {
public:
    Temporary(const fs::path& target, mode_t mode) {
        static std::atomic<unsigned> number{0};
        do {
            m_path = target.parent_path() /
                     (".latentscape-" + std::to_string(getpid()) + "-" + std::to_string(number++) + ".tmp");
            m_descriptor = open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        } while (m_descriptor < 0 && errno == EEXIST); // left by a crash of an earlier process of this number
        if (m_descriptor < 0) {
            const int error = errno;
            m_path.clear();
            fail(target, "cannot write in this folder", error);
        }
        if (mode != 0) {
            fchmod(m_descriptor, mode);
        }
    }
    ~Temporary() {
        if (m_descriptor >= 0) {
            close(m_descriptor);
        }
        if (!m_path.empty()) {
            unlink(m_path.c_str());
        }
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;

    void write(const fs::path& target, std::span<const std::byte> bytes) {
        while (!bytes.empty()) {
            const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR) {
                fail(target, "cannot write", errno);
            }
            bytes = bytes.subspan(written < 0 ? 0 : static_cast<std::size_t>(written));
        }
    }
    void finish(const fs::path& target) {
        if (fsync(m_descriptor) != 0 || close(std::exchange(m_descriptor, -1)) != 0) {
            fail(target, "cannot write", errno);
        }
    }
    void renameTo(const fs::path& target) {
        if (rename(m_path.c_str(), target.c_str()) != 0) {
            fail(target, "cannot replace the file", errno);
        }
        m_path.clear();
    }

private:
    fs::path m_path;
    int m_descriptor = -1;
};

// Makes the rename itself last. File systems that cannot sync a directory say EINVAL; the file is there
// anyway.
void syncDirectory(const fs::path& directory) {
    const int descriptor = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        fsync(descriptor);
        close(descriptor);
    }
}

} // namespace

void writeFileAtomically(const fs::path& file, std::span<const std::byte> bytes) {
    writeFileAtomically(file, std::span(&bytes, 1));
}

void writeFileAtomically(const fs::path& file, std::span<const std::span<const std::byte>> parts) {
    std::error_code ignored;
    fs::path target = fs::weakly_canonical(file, ignored); // through symbolic links, so that those stay
    if (target.empty()) {
        target = fs::absolute(file);
    }
    struct stat old {};
    const bool exists = stat(target.c_str(), &old) == 0;
    if (exists && !S_ISREG(old.st_mode)) {
        throw Error(ErrorKind::Io, file.string() + ": is not a regular file; choose another name");
    }
    Temporary temporary(target, exists ? old.st_mode & 07777 : 0);
    for (const std::span<const std::byte> bytes : parts) {
        temporary.write(target, bytes);
    }
    temporary.finish(target);
    temporary.renameTo(target);
    syncDirectory(target.parent_path());
}

} // namespace latentscape
