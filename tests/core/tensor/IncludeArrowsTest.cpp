// Inside core the arrows run one way: tensor <- nn <- models <- io, tensor <- data, and train may use them all. No Qt
// stands in a core header, and oneDNN's header only in the seam.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::set<std::string>> kMayInclude{
    {"tensor", {"tensor"}},
    {"nn", {"tensor", "nn"}},
    {"models", {"tensor", "nn", "models"}},
    {"io", {"tensor", "nn", "models", "io"}},
    {"data", {"tensor", "data"}},
    {"train", {"tensor", "nn", "models", "io", "data", "train"}},
};

TEST(IncludeArrows, RunOneWay) {
    const fs::path core = fs::path(LATENTSCAPE_TEST_DATA).parent_path() / "core";
    const std::regex include(R"re(^\s*#include\s+["<]([^">]+)[">])re");
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(core)) {
        const fs::path file = entry.path();
        const bool header = file.extension() == ".h";
        if (!header && file.extension() != ".cpp") {
            continue;
        }
        ++files;
        const std::string folder = file.parent_path().filename().string();
        ASSERT_TRUE(kMayInclude.contains(folder)) << file << " stands in an unknown folder";
        std::ifstream text(file);
        std::smatch match;
        for (std::string line; std::getline(text, line);) {
            if (!std::regex_search(line, match, include)) {
                continue;
            }
            const std::string name = match[1];
            EXPECT_FALSE(name.starts_with("ui/") || name.starts_with("app/")) << file << ": " << name;
            EXPECT_FALSE(header && name.starts_with("Q")) << file << ": Qt in a header of core: " << name;
            EXPECT_TRUE(name != "dnnl.hpp" || file.filename() == "Dnnl.h") << file << ": oneDNN outside the seam";
            if (name.starts_with("core/")) {
                const std::string target = name.substr(5, name.find('/', 5) - 5);
                EXPECT_TRUE(kMayInclude.at(folder).contains(target)) << file << " includes " << name;
            }
        }
    }
    EXPECT_GT(files, 40);
}

} // namespace
