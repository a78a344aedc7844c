#include "tests/app/CliProcess.h"

#include <fstream>
#include <nlohmann/json.hpp>

namespace latentscape {
namespace {

TEST(SummaryTest, PrintsOneJsonLine) {
    CliProcess process({"summary", "--preset", "dense-400", "--data", "shapes", "--limit", "300", "--batch",
                        "64", "--threads", "1", "--json"});
    ASSERT_EQ(process.exitCode(), 0) << process.err();
    const auto line = nlohmann::json::parse(process.out());
    EXPECT_EQ(line["batch"], 64);
    EXPECT_EQ(line["layers"].size(), 4U);
    EXPECT_EQ(line["parameters"], 652'824);
    EXPECT_EQ(line["flops_a_step"], 64 * 3'280'000);
    EXPECT_EQ(line["bytes"]["optimizer"], 2 * 4 * 652'824);
    EXPECT_GT(line["seconds_an_epoch"], 0);
}

TEST(SummaryTest, PrintsATableOtherwise) {
    CliProcess process({"summary", "--preset", "conv-vae", "--limit", "200", "--threads", "1"});
    ASSERT_EQ(process.exitCode(), 0) << process.err();
    const std::string said = process.out();
    for (const char* words :
         {"7x7x64", "conv_transpose2d", "220385", "Memory in MB", "s an epoch on this machine"}) {
        EXPECT_NE(said.find(words), std::string::npos) << words << " in\n" << said;
    }
}

TEST(SummaryTest, TakesAPresetFromAFileAndNamesWhatIsWrongInIt) {
    const TemporaryFolder folder;
    std::ofstream(folder / "mine.json") << R"({"title": "Mine", "summary": "", "settings": {"batch": 7}})";
    const std::string file = (folder / "mine.json").string();
    CliProcess good({"summary", "--preset", file, "--limit", "100", "--threads", "1", "--json"});
    ASSERT_EQ(good.exitCode(), 0) << good.err();
    EXPECT_EQ(nlohmann::json::parse(good.out())["batch"], 7);
    EXPECT_EQ(nlohmann::json::parse(good.out())["workload"], "mine");

    std::ofstream(folder / "mine.json") << R"({"title": "Mine", "summary": "", "settings": {"bach": 7}})";
    CliProcess bad({"summary", "--preset", file});
    EXPECT_EQ(bad.exitCode(), 3);
    EXPECT_NE(bad.err().find(file), std::string::npos) << bad.err();
    EXPECT_NE(bad.err().find("\"bach\""), std::string::npos) << bad.err();
}

} // namespace
} // namespace latentscape
