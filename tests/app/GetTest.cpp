// Fetching a data set on the command line, as far as that goes without a network.
#include "tests/app/CliProcess.h"

namespace latentscape {
namespace {

TEST(Get, WhatIsThereIsNotFetchedAgain) {
    const TemporaryFolder home;
    const auto folder = home / "latentscape" / "datasets" / "fashion-mnist";
    home.write("latentscape/datasets/fashion-mnist/train-images-idx3-ubyte.gz", std::string("any"));
    Process get({LATENTSCAPE_CLI, "get", "fashion-mnist"}, {}, {"XDG_DATA_HOME=" + home.path().string()});
    EXPECT_EQ(get.exitCode(), 0) << get.err();
    EXPECT_EQ(get.out(), folder.string() + "\n");
    EXPECT_EQ(get.err(), "");
}

TEST(Get, AnUnknownNameIsWrongUsage) {
    Process get({LATENTSCAPE_CLI, "get", "imagenet"}, {}, {});
    EXPECT_EQ(get.exitCode(), 2);
    EXPECT_NE(get.err().find("mnist, fashion-mnist, cifar-10"), std::string::npos) << get.err();
}

TEST(Get, AFolderThatCannotBeMadeIsAFailure) {
    Process get({LATENTSCAPE_CLI, "get", "mnist"}, {}, {"XDG_DATA_HOME=/dev/null"});
    EXPECT_EQ(get.exitCode(), 4);
    EXPECT_NE(get.err().find("/dev/null/latentscape"), std::string::npos) << get.err();
}

} // namespace
} // namespace latentscape
