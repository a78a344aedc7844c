// The contract of the command line apart from what each command computes: options, exit codes, messages.
#include "tests/app/CliProcess.h"

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

namespace latentscape {
namespace {

// Runs it, expects the exit code and returns what it said on stderr.
std::string failure(int code, const std::vector<std::string>& arguments) {
    CliProcess process(arguments);
    EXPECT_EQ(process.exitCode(), code) << process.err();
    EXPECT_EQ(process.out(), "");
    return process.err();
}

TEST(UsageTest, HelpAndVersion) {
    for (const char* command :
         {"", "train", "sample", "reconstruct", "traverse", "interpolate", "evaluate", "find-lr", "bench"}) {
        CliProcess process(*command ? std::vector<std::string>{command, "--help"}
                                    : std::vector<std::string>{"--help"});
        EXPECT_EQ(process.exitCode(), 0);
        EXPECT_NE(process.out().find(("latentscape-cli " + std::string(command)).c_str()), std::string::npos)
            << process.out();
        EXPECT_NE(process.out().find("[OPTIONS]"), std::string::npos) << process.out();
        EXPECT_EQ(process.err(), "");
    }
    CliProcess version({"--version"});
    EXPECT_EQ(version.exitCode(), 0);
    EXPECT_EQ(version.out(), "latentscape " LATENTSCAPE_VERSION "\n");
}

TEST(UsageTest, WrongUsageIsTwo) {
    const TemporaryFolder folder;
    const std::string out = (folder / "run").string();
    const std::string png = (folder / "x.png").string();
    failure(2, {});
    failure(2, {"dance"});
    failure(2, {"train"});
    failure(2, {"train", "--out", out, "--wrong"});
    failure(2, {"train", "--out", out, "--epochs", "many"});
    failure(2, {"train", "--out", out, "--epochs", "-1", "--limit", "50"});
    failure(2, {"train", "--out", out, "--batch", "0", "--limit", "50"});
    failure(2, {"train", "--out", out, "--latent", "0", "--limit", "50"});
    EXPECT_NE(failure(2, {"train", "--out", out, "--preset", "huge"}).find("dense-400"), std::string::npos);
    EXPECT_NE(failure(2, {"train", "--out", out, "--optimizer", "best"}).find("rmsprop"), std::string::npos);
    EXPECT_NE(failure(2, {"train", "--out", out, "--schedule", "up"}).find("one-cycle"), std::string::npos);
    failure(2, {"train", "--out", out, "--kl-warmup", "-1", "--limit", "50"});
    EXPECT_NE(failure(2, {"train", "--out", out, "--nesterov"}).find("--nesterov does not apply"),
              std::string::npos);
    failure(2, {"train", "--out", out, "--optimizer", "sgd", "--momentum", "1", "--limit", "50"});
    failure(2, {"sample", "--out", png});
    failure(2, {"sample", "--checkpoint", "x", "--out", png, "--count", "0"});
    EXPECT_NE(failure(2, {"bench", "--data", "shapes", "--workloads", "dense-seed,huge"}).find("dense-400"),
              std::string::npos);
    EXPECT_NE(failure(2, {"bench", "--data", "shapes", "--dtypes", "f8"}).find("f32"), std::string::npos);
    EXPECT_EQ(folder.fileCount(), 0);
}

TEST(UsageTest, BadInputFilesAreThree) {
    const TemporaryFolder folder;
    const std::string missing = (folder / "missing").string();
    const std::string png = (folder / "x.png").string();
    writeBytes(folder / "broken", "not what it should be");
    ASSERT_EQ(mkfifo((folder / "fifo").c_str(), 0600), 0);
    std::filesystem::create_directory(folder / "folder");
    for (const char* name : {"missing", "broken", "fifo", "folder"}) {
        const std::string file = (folder / name).string();
        EXPECT_NE(failure(3, {"train", "--data", file, "--out", (folder / "run").string()}).find(file),
                  std::string::npos);
        EXPECT_NE(failure(3, {"bench", "--data", file}).find(file), std::string::npos);
        EXPECT_NE(failure(3, {"sample", "--checkpoint", file, "--out", png}).find(file), std::string::npos);
        EXPECT_NE(failure(3, {"evaluate", "--checkpoint", file, "--data", "shapes"}).find(file),
                  std::string::npos);
    }
    failure(3, {"train", "--resume", "--out", missing});
    EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

// Root's command does without the power to read everything, so that permissions hold for it too.
std::string failureWithoutPrivilege(int code, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), LATENTSCAPE_CLI);
    if (geteuid() == 0) {
        arguments.insert(arguments.begin(), {"setpriv", "--bounding-set=-dac_override,-dac_read_search"});
    }
    Process process(arguments);
    EXPECT_EQ(process.exitCode(), code) << process.err();
    return process.err();
}

TEST(UsageTest, AFileThatMayNotBeReadIsThree) {
    const TemporaryFolder folder;
    const std::string secret = folder.write("secret", std::string("anything")).string();
    const std::string run = (folder / "run").string();
    std::filesystem::permissions(secret, std::filesystem::perms::none);
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"train", "--data", secret, "--out", run},
          {"bench", "--data", secret},
          {"evaluate", "--checkpoint", secret, "--data", "shapes"}}) {
        const std::string message = failureWithoutPrivilege(3, arguments);
        EXPECT_NE(message.find(secret + ": cannot be opened: Permission denied"), std::string::npos)
            << message;
    }
    EXPECT_EQ(folder.fileCount(), 1);
}

// A process's memory is a regular file of which the first page is never there.
TEST(UsageTest, AReadThatFailsIsFour) {
    const TemporaryFolder folder;
    const std::string run = (folder / "run").string();
    EXPECT_NE(failure(4, {"train", "--data", "/proc/self/mem", "--out", run}).find("Input/output error"),
              std::string::npos);
    EXPECT_EQ(folder.fileCount(), 0);
}

TEST(UsageTest, WhatCannotBeWrittenIsFour) {
    const TemporaryFolder folder;
    writeBytes(folder / "file", "");
    failure(4, {"train", "--limit", "50", "--out", (folder / "file" / "run").string()});
    CliProcess full({"train", "--limit", "50", "--epochs", "1", "--json", "--out", (folder / "run").string()},
                    {"/dev/full", {}});
    EXPECT_EQ(full.exitCode(), 4);
    EXPECT_NE(full.err().find("standard output"), std::string::npos) << full.err();
}

// The test may not know when the command is ready for it: at any time it ends with 130.
TEST(UsageTest, ASignalEndsOtherCommandsAtOnce) {
    CliProcess process({"bench", "--data", "shapes", "--seconds", "1000"});
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    process.signal(SIGINT);
    EXPECT_EQ(process.exitCode(), 130);
}

} // namespace
} // namespace latentscape
