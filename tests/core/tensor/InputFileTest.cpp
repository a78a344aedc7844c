#include "core/tensor/InputFile.h"

#include "tests/core/io/AsNobody.h"
#include "tests/core/io/TemporaryFolder.h"

#include <array>
#include <sys/stat.h>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

void expectRefused(ErrorKind kind, const fs::path& file, const std::string& reason) {
    const std::string message = messageOf(kind, [&] { InputFile input(file); });
    EXPECT_NE(message.find(file.string()), std::string::npos) << message;
    EXPECT_NE(message.find(reason), std::string::npos) << message;
}

TEST(InputFileTest, ReadsFromTheBeginning) {
    const TemporaryFolder folder;
    InputFile input(folder.write("file", std::string("abcdef")));
    EXPECT_EQ(input.size(), 6u);
    std::string part(4, '\0');
    input.read(std::as_writable_bytes(std::span(part)));
    EXPECT_EQ(part, "abcd");
    EXPECT_NE(messageOf(ErrorKind::Input, [&] { input.read(std::as_writable_bytes(std::span(part))); })
                  .find("shorter"),
              std::string::npos);
}

TEST(InputFileTest, AReleasedFileStaysOpen) {
    const TemporaryFolder folder;
    int descriptor = -1;
    {
        InputFile input(folder.write("file", std::string("abc")));
        descriptor = input.release();
    }
    std::array<char, 3> bytes{};
    EXPECT_EQ(read(descriptor, bytes.data(), bytes.size()), 3);
    close(descriptor);
}

TEST(InputFileTest, APathThatIsNoFileIsABadInput) {
    const TemporaryFolder folder;
    const fs::path file = folder.write("file", std::string("abc"));
    ASSERT_EQ(mkfifo((folder / "fifo").c_str(), 0600), 0);
    fs::create_symlink("loop", folder / "loop");
    expectRefused(ErrorKind::Input, folder / "missing", "No such file");
    expectRefused(ErrorKind::Input, file / "inside", "Not a directory");
    expectRefused(ErrorKind::Input, folder / "loop", "symbolic links");
    expectRefused(ErrorKind::Input, folder / std::string(300, 'n'), "too long");
    expectRefused(ErrorKind::Input, folder.path(), "a folder");
    expectRefused(ErrorKind::Input, folder / "fifo", "FIFO");
    expectRefused(ErrorKind::Input, "/dev/null", "a device");
}

TEST(InputFileTest, AFileThatMayNotBeReadIsABadInput) {
    const TemporaryFolder folder;
    const fs::path file = folder.write("secret", std::string("abc"));
    fs::permissions(folder.path(), fs::perms(0755));
    fs::permissions(file, fs::perms::none);
    const AsNobody nobody;
    expectRefused(ErrorKind::Input, file, "Permission denied");
}

TEST(InputFileTest, AReadThatFailsIsAFailureOfTheSystem) {
    InputFile memory("/proc/self/mem"); // a regular file of which the first page is never there
    std::array<std::byte, 8> bytes{};
    EXPECT_NE(messageOf(ErrorKind::Io, [&] { memory.read(bytes); }).find("Input/output error"),
              std::string::npos);
}

} // namespace
} // namespace latentscape
