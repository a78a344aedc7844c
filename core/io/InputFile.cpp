#include "core/io/InputFile.h"

#include "core/tensor/Error.h"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace latentscape {

InputFile::InputFile(const std::filesystem::path& file) {
    // O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
    m_descriptor = open(file.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (m_descriptor < 0) {
        throw Error(ErrorKind::Input,
                    file.string() + ": cannot be opened: " + std::generic_category().message(errno));
    }
    struct stat status {};
    if (fstat(m_descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(m_descriptor);
        throw Error(ErrorKind::Input, file.string() + ": is not a regular file");
    }
    m_size = static_cast<std::uint64_t>(status.st_size);
}

InputFile::~InputFile() {
    close(m_descriptor);
}

void InputFile::read(std::span<std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t got = ::read(m_descriptor, bytes.data(), bytes.size());
        if (got == 0) {
            throw Error(ErrorKind::Input, "the file became shorter while it was read");
        }
        if (got < 0 && errno != EINTR) {
            throw Error(ErrorKind::Io, "cannot be read: " + std::generic_category().message(errno));
        }
        bytes = bytes.subspan(got < 0 ? 0 : static_cast<std::size_t>(got));
    }
}

} // namespace latentscape
