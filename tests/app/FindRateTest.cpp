#include "tests/app/CliProcess.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <QImage>
#include <sstream>

namespace latentscape {
namespace {

std::string findRate(const std::filesystem::path& out, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"find-lr",    "--data",    "shapes",    "--limit",
                                       "200",        "--threads", "1",         "--preset",
                                       "dense-seed", "--out",     out.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    CliProcess process(arguments);
    EXPECT_EQ(process.exitCode(), 0) << process.err();
    EXPECT_EQ(process.err(), "");
    return process.out();
}

TEST(FindRateTest, WritesTheCurveAndPrintsASuggestion) {
    const TemporaryFolder folder;
    const auto line = nlohmann::json::parse(findRate(folder / "lr.csv", {"--json", "--optimizer", "adamw"}));
    EXPECT_EQ(line["workload"], "dense-seed");
    EXPECT_EQ(line["optimizer"], "adamw");
    EXPECT_GT(line["suggested_rate"], 1e-4);
    EXPECT_LT(line["suggested_rate"], 1e-1);
    const std::string csv = readBytes(folder / "lr.csv");
    EXPECT_TRUE(csv.starts_with("rate,loss,smoothed\n1e-06,")) << csv.substr(0, 60);
    EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + line["steps"].get<int>());
    EXPECT_FALSE(QImage(QString::fromStdString((folder / "lr.png").string())).isNull());
    EXPECT_EQ(folder.fileCount(), 2);
}

TEST(FindRateTest, PrintsForPeopleOtherwise) {
    const TemporaryFolder folder;
    const std::string said = findRate(folder / "lr.csv", {"--from", "1e-4", "--to", "1e-2", "--steps", "20"});
    EXPECT_TRUE(said.starts_with("Suggested: --lr ")) << said;
    EXPECT_NE(said.find("20 rates tried"), std::string::npos) << said;
}

// Other images, and a loss of a density: the curve begins elsewhere.
TEST(FindRateTest, TakesTheOptionsOfTraining) {
    const TemporaryFolder folder;
    const auto firstLoss = [&](const std::vector<std::string>& more) {
        std::vector<std::string> few{"--steps", "2"};
        few.insert(few.end(), more.begin(), more.end());
        findRate(folder / "lr.csv", few);
        std::istringstream row(readBytes(folder / "lr.csv"));
        std::string text;
        std::getline(row, text); // header
        std::getline(row, text, ',');
        std::getline(row, text, ',');
        return std::stod(text);
    };
    const double plain = firstLoss({});
    EXPECT_NE(firstLoss({"--augment", "noise=0.5"}), plain);
    EXPECT_NE(firstLoss({"--binarise", "static"}), plain);
    EXPECT_NE(firstLoss({"--likelihood", "gaussian_learned"}), plain);
    EXPECT_NE(firstLoss({"--samples", "5"}), plain);
}

TEST(FindRateTest, WrongUsageIsTwo) {
    const TemporaryFolder folder;
    CliProcess gan(
        {"find-lr", "--preset", "gan-dense", "--limit", "50", "--out", (folder / "lr.csv").string()});
    EXPECT_EQ(gan.exitCode(), 2);
    EXPECT_NE(gan.err().find("which learning rate"), std::string::npos) << gan.err();
    CliProcess process({"find-lr", "--limit", "50", "--from", "2", "--out", (folder / "lr.csv").string()});
    EXPECT_EQ(process.exitCode(), 2);
    CliProcess png({"find-lr", "--limit", "50", "--out", (folder / "lr.png").string()});
    EXPECT_EQ(png.exitCode(), 2);
    EXPECT_NE(png.err().find("name the table NAME.csv"), std::string::npos) << png.err();
    EXPECT_EQ(folder.fileCount(), 0);
}

} // namespace
} // namespace latentscape
