#include "core/tensor/AtomicFile.h"

#include "tests/core/io/AsNobody.h"
#include "tests/core/io/TemporaryFolder.h"

#include <array>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) {
    writeFileAtomically(file, std::as_bytes(std::span(text)));
}

TEST(AtomicFileTest, WritesAndReplaces) {
    const TemporaryFolder folder;
    write(folder / "a", "one");
    EXPECT_EQ(readBytes(folder / "a"), "one");
    write(folder / "a", "");
    EXPECT_EQ(readBytes(folder / "a"), "");
    EXPECT_EQ(folder.fileCount(), 1);
}

TEST(AtomicFileTest, PartsFollowEachOther) {
    const TemporaryFolder folder;
    const std::string one = "one ";
    const std::string two = "two";
    const std::array parts{std::as_bytes(std::span(one)), std::as_bytes(std::span(two))};
    writeFileAtomically(folder / "a", parts);
    EXPECT_EQ(readBytes(folder / "a"), "one two");
}

TEST(AtomicFileTest, KeepsTheModeOfAnOldFileAndFollowsTheUmaskForANewOne) {
    const TemporaryFolder folder;
    const mode_t before = umask(027);
    write(folder / "a", "one");
    umask(before);
    EXPECT_EQ(fs::status(folder / "a").permissions(), fs::perms(0640));
    fs::permissions(folder / "a", fs::perms(0604));
    write(folder / "a", "two");
    EXPECT_EQ(fs::status(folder / "a").permissions(), fs::perms(0604));
}

TEST(AtomicFileTest, WritesThroughASymbolicLink) {
    const TemporaryFolder folder;
    write(folder / "a", "one");
    fs::create_symlink("a", folder / "link");
    write(folder / "link", "two");
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(readBytes(folder / "a"), "two");
}

TEST(AtomicFileTest, ARelativeNameAndALongOneWork) {
    const TemporaryFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    write("relative", "one");
    fs::current_path(before);
    EXPECT_EQ(readBytes(folder / "relative"), "one");
    const std::string name(255, 'n');
    write(folder / name, "two");
    EXPECT_EQ(readBytes(folder / name), "two");
}

TEST(AtomicFileTest, AMissingFolderIsNamed) {
    const TemporaryFolder folder;
    const fs::path file = folder / "missing" / "a";
    const std::string message = messageOf(ErrorKind::Io, [&] { write(file, "one"); });
    EXPECT_NE(message.find(file.string()), std::string::npos) << message;
    EXPECT_NE(message.find("No such file"), std::string::npos) << message;
}

TEST(AtomicFileTest, OnlyRegularFilesAreReplaced) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "folder");
    ASSERT_EQ(mkfifo((folder / "fifo").c_str(), 0600), 0);
    messageOf(ErrorKind::Io, [&] { write(folder / "folder", "one"); });
    messageOf(ErrorKind::Io, [&] { write(folder / "fifo", "one"); });
    messageOf(ErrorKind::Io, [&] { write("/dev/null", "one"); });
    EXPECT_TRUE(fs::is_fifo(folder / "fifo"));
    EXPECT_EQ(folder.fileCount(), 2);
}

TEST(AtomicFileTest, WithoutPermissionTheOldFileStays) {
    const TemporaryFolder folder;
    write(folder / "a", "one");
    fs::permissions(folder.path(), fs::perms(0555));
    {
        const AsNobody nobody;
        const std::string message = messageOf(ErrorKind::Io, [&] { write(folder / "a", "two"); });
        EXPECT_NE(message.find("Permission denied"), std::string::npos) << message;
    }
    fs::permissions(folder.path(), fs::perms(0700));
    EXPECT_EQ(readBytes(folder / "a"), "one");
    EXPECT_EQ(folder.fileCount(), 1);
}

// A limit on the size of files stands for a full disk.
TEST(AtomicFileTest, WhenTheDiskIsFullTheOldFileStaysAndNoTemporaryRemains) {
    const TemporaryFolder folder;
    write(folder / "a", "one");
    rlimit old{};
    getrlimit(RLIMIT_FSIZE, &old);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{1000, old.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const std::string message =
        messageOf(ErrorKind::Io, [&] { write(folder / "a", std::string(5000, 'x')); });
    setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, handler);
    EXPECT_NE(message.find("File too large"), std::string::npos) << message;
    EXPECT_EQ(readBytes(folder / "a"), "one");
    EXPECT_EQ(folder.fileCount(), 1);
}

} // namespace
} // namespace latentscape
