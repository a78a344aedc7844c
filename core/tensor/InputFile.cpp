#include "core/tensor/InputFile.h"

#include "core/tensor/Error.h"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace latentscape {
namespace {

std::string reason(int error) {
    return std::generic_category().message(error);
}

[[noreturn]] void refuseToOpen(const std::string& name, int error) {
    const bool wrongPath = error == ENOENT || error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG;
    const std::string remedy = wrongPath         ? "Check the path."
                               : error == EACCES ? "Make it readable for you, or choose another file."
                                                 : "Check the disk and try again.";
    throw Error(wrongPath || error == EACCES ? ErrorKind::Input : ErrorKind::Io,
                name + ": cannot be opened: " + reason(error) + ". " + remedy);
}

[[noreturn]] void refuseKind(const std::string& name, mode_t mode) {
    const char* kind = S_ISDIR(mode) ? "a folder" : S_ISFIFO(mode) ? "a pipe (FIFO)" : "a device or a socket";
    throw Error(ErrorKind::Input, name + ": is " + kind + ", expected a regular file. Choose a file.");
}

} // namespace

InputFile::InputFile(const std::filesystem::path& file) {
    struct stat status {};
    // Before it is opened, since to open a device may do something and a socket cannot be opened.
    if (stat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
        refuseKind(file.string(), status.st_mode);
    }
    // O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
    m_descriptor = open(file.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (m_descriptor < 0) {
        refuseToOpen(file.string(), errno);
    }
    if (fstat(m_descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(m_descriptor);
        refuseKind(file.string(), status.st_mode);
    }
    m_size = static_cast<std::uint64_t>(status.st_size);
}

InputFile::~InputFile() {
    if (m_descriptor >= 0) {
        close(m_descriptor);
    }
}

void InputFile::read(std::span<std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t got = ::read(m_descriptor, bytes.data(), bytes.size());
        if (got == 0) {
            throw Error(ErrorKind::Input, "the file became shorter while it was read");
        }
        if (got < 0 && errno != EINTR) {
            throw Error(ErrorKind::Io, "cannot be read: " + reason(errno));
        }
        bytes = bytes.subspan(got < 0 ? 0 : static_cast<std::size_t>(got));
    }
}

int InputFile::release() {
    return std::exchange(m_descriptor, -1);
}

} // namespace latentscape
