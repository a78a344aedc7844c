// What is known of a trained model, as files for other programs: `embed`, `losses` and `report`.
#include "tests/app/CliProcess.h"

#include <algorithm>

namespace latentscape {
namespace {

class ExportTest : public testing::Test {
protected:
    void train(const std::string& preset) {
        ASSERT_EQ(run({"train", "--preset", preset, "--data", "shapes", "--limit", "60", "--epochs", "2",
                       "--threads", "1", "--out", (m_folder / "run").string()}),
                  0)
            << m_err;
    }
    int run(const std::vector<std::string>& words) {
        CliProcess process(words);
        const int code = process.exitCode();
        m_out = process.out();
        m_err = process.err();
        return code;
    }
    int with(const std::string& command, std::vector<std::string> more) {
        more.insert(more.begin(),
                    {command, "--checkpoint", (m_folder / "run" / "checkpoint.safetensors").string()});
        return run(more);
    }
    std::string file(const std::string& name) const { return (m_folder / name).string(); }

    TemporaryFolder m_folder;
    std::string m_out, m_err;
};

std::ptrdiff_t lines(const std::string& text) {
    return std::ranges::count(text, '\n');
}

TEST_F(ExportTest, EncodingsOfAVae) {
    train("dense-seed");
    ASSERT_EQ(with("embed", {"--data", "shapes", "--limit", "7", "--out", file("e.npy")}), 0) << m_err;
    EXPECT_EQ(m_out, file("e.npy") + "\n" + file("e-labels.npy") + "\n");
    EXPECT_NE(readBytes(file("e.npy")).find("'shape': (7, 16)"), std::string::npos);
    EXPECT_NE(readBytes(file("e-labels.npy")).find("'shape': (7, 5)"), std::string::npos);
    ASSERT_EQ(with("embed", {"--data", "shapes", "--limit", "7", "--out", file("e.csv")}), 0) << m_err;
    const std::string csv = readBytes(file("e.csv"));
    EXPECT_TRUE(csv.starts_with("index,shape,scale,")) << csv;
    EXPECT_EQ(lines(csv), 8);
    EXPECT_EQ(m_err, "");
    EXPECT_EQ(with("embed", {"--data", "shapes", "--out", file("e.txt")}), 2);
    EXPECT_EQ(with("embed", {"--out", file("e.csv")}), 2); // of what?
    EXPECT_EQ(with("embed", {"--data", file("none"), "--out", file("e.csv")}), 3);
}

TEST_F(ExportTest, LatentsOfAGanAreSearchedFor) {
    train("gan-dense");
    ASSERT_EQ(with("embed", {"--data", "shapes", "--limit", "3", "--out", file("e.csv")}), 0) << m_err;
    EXPECT_EQ(lines(readBytes(file("e.csv"))), 4);
}

TEST_F(ExportTest, LossesInEachForm) {
    train("dense-seed");
    ASSERT_EQ(with("losses", {"--out", file("l.csv")}), 0) << m_err;
    EXPECT_EQ(readBytes(file("l.csv")), readBytes(m_folder / "run" / "losses.csv"));
    for (const char* name : {"l.png", "l.svg", "l.pdf"}) {
        ASSERT_EQ(with("losses", {"--out", file(name)}), 0) << m_err;
        EXPECT_TRUE(std::filesystem::exists(file(name)));
    }
    ASSERT_EQ(with("losses", {"--out", file("events/")}), 0) << m_err;
    EXPECT_NE(m_out.find("tfevents"), std::string::npos) << m_out;
    EXPECT_EQ(with("losses", {"--out", file("l.jpg")}), 2);
    EXPECT_EQ(with("losses", {"--out", file("no/l.csv")}), 4);
    EXPECT_EQ(run({"losses", "--checkpoint", file("none"), "--out", file("l.csv")}), 3);
}

TEST_F(ExportTest, AReportWithAndWithoutImages) {
    train("dense-seed");
    ASSERT_EQ(with("report", {"--out", file("plain.html")}), 0) << m_err;
    const std::string plain = readBytes(file("plain.html"));
    EXPECT_NE(plain.find("<svg"), plain.npos);
    EXPECT_EQ(plain.find("Negative ELBO"), plain.npos);
    ASSERT_EQ(with("report", {"--data", "shapes", "--out", file("full.html")}), 0) << m_err;
    EXPECT_NE(readBytes(file("full.html")).find("Negative ELBO"), std::string::npos);
    EXPECT_EQ(with("report", {}), 2);
}

} // namespace
} // namespace latentscape
