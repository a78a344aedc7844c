// train --folds
#include "tests/app/CliProcess.h"

#include "core/io/Checkpoint.h"

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>
#include <sstream>

namespace latentscape {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

std::vector<std::string> foldArguments(const fs::path& out, const std::string& epochs,
                                       const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"train",   "--preset", "dense-seed", "--data", "shapes",
                                       "--limit", "90",       "--threads",  "1",      "--folds",
                                       "3",       "--epochs", epochs,       "--out",  out.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

TEST(FoldsTest, AResultAFoldAndTheirMeanAndSpread) {
    const TemporaryFolder folder;
    CliProcess process(foldArguments(folder / "cv", "2", {"--json"}));
    ASSERT_EQ(process.exitCode(), 0) << process.err();
    std::istringstream lines(process.out());
    std::string line;
    std::vector<double> last(3);
    for (int i = 0; i < 6; ++i) {
        ASSERT_TRUE(std::getline(lines, line));
        const auto object = ordered_json::parse(line);
        EXPECT_EQ(object["fold"], i / 2 + 1);
        last[static_cast<std::size_t>(i) / 2] = object["test_neg_elbo"];
    }
    ASSERT_TRUE(std::getline(lines, line));
    const auto summary = ordered_json::parse(line);
    EXPECT_EQ(summary["folds"], 3);
    EXPECT_NEAR(summary["mean"]["test_neg_elbo"].get<double>(), (last[0] + last[1] + last[2]) / 3, 1e-3);
    EXPECT_GT(summary["deviation"]["test_neg_elbo"], 0);
    const std::string csv = readBytes(folder / "cv" / "folds.csv");
    EXPECT_TRUE(csv.starts_with("fold,test_reconstruction,test_kl,test_neg_elbo\n1,")) << csv;
    EXPECT_EQ(std::ranges::count(csv, '\n'), 4);
    EXPECT_TRUE(fs::exists(folder / "cv" / "fold-3" / "checkpoint.safetensors"));

    CliProcess people(foldArguments(folder / "people", "1"));
    ASSERT_EQ(people.exitCode(), 0) << people.err();
    EXPECT_TRUE(people.out().starts_with("dense-seed on Shapes (60 images of 28x28x1)")) << people.out();
    EXPECT_EQ(people.out().find(" GFLOP a step"), people.out().rfind(" GFLOP a step")) << people.out();
    EXPECT_NE(people.out().find("fold 2, epoch 1/1"), std::string::npos) << people.out();
    EXPECT_NE(people.out().find("3 folds, held out: reconstruction "), std::string::npos) << people.out();
}

// The end is that of a run that was never interrupted, bit for bit.
TEST(FoldsTest, AnInterruptedOneKeepsFinishedFoldsAndGoesOn) {
    const TemporaryFolder folder;
    CliProcess process(foldArguments(folder / "cv", "60"));
    process.waitForFile(folder / "cv" / "folds.csv");
    process.signal(SIGINT);
    EXPECT_EQ(process.exitCode(), 130);
    EXPECT_NE(process.err().find("--resume --folds 3 --out " + (folder / "cv").string()), std::string::npos)
        << process.err();
    const std::string finished = readBytes(folder / "cv" / "folds.csv");
    EXPECT_LT(std::ranges::count(finished, '\n'), 4);

    CliProcess other({"train", "--resume", "--folds", "5", "--out", (folder / "cv").string()});
    EXPECT_EQ(other.exitCode(), 2);
    EXPECT_NE(other.err().find("fold-1 was not trained on the images of fold 1 of 5"), std::string::npos)
        << other.err();

    CliProcess resumed({"train", "--resume", "--folds", "3", "--out", (folder / "cv").string()});
    EXPECT_EQ(resumed.exitCode(), 0) << resumed.err();
    CliProcess whole(foldArguments(folder / "whole", "60"));
    EXPECT_EQ(whole.exitCode(), 0) << whole.err();
    const std::string csv = readBytes(folder / "cv" / "folds.csv");
    EXPECT_TRUE(csv.starts_with(finished.substr(0, finished.size() - 1)));
    EXPECT_EQ(csv, readBytes(folder / "whole" / "folds.csv"));
    // All but the times that both took.
    const Checkpoint a = loadCheckpoint(folder / "cv" / "fold-3" / "checkpoint.safetensors");
    const Checkpoint b = loadCheckpoint(folder / "whole" / "fold-3" / "checkpoint.safetensors");
    EXPECT_EQ(a.order, b.order);
    ASSERT_EQ(a.weights.size(), b.weights.size());
    for (std::size_t i = 0; i < a.weights.size(); ++i) {
        EXPECT_TRUE(a.weights[i].values == b.weights[i].values) << a.weights[i].name;
    }
}

TEST(FoldsTest, WrongUsageIsTwo) {
    const TemporaryFolder folder;
    for (const char* folds : {"1", "101", "many"}) {
        CliProcess process({"train", "--limit", "50", "--folds", folds, "--out", (folder / "cv").string()});
        EXPECT_EQ(process.exitCode(), 2);
    }
    EXPECT_EQ(folder.fileCount(), 0);
}

} // namespace
} // namespace latentscape
