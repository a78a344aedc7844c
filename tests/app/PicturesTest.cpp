// The commands that use a trained model: pictures, evaluation; and the benchmark.
#include "tests/app/CliProcess.h"

#include <nlohmann/json.hpp>
#include <QImage>

namespace latentscape {
namespace {

using nlohmann::ordered_json;

// One small model for all tests of this file.
class PicturesTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<TemporaryFolder>();
        CliProcess process({"train", "--preset", "dense-seed", "--limit", "100", "--epochs", "1", "--latent",
                            "3", "--out", (*s_folder / "run").string()});
        ASSERT_EQ(process.exitCode(), 0) << process.err();
    }
    static void TearDownTestSuite() { s_folder.reset(); }

    static std::string path(const std::string& name) { return (*s_folder / name).string(); }

    // Runs a command on the model and returns its exit code.
    static int run(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin() + 1, {"--checkpoint", path("run/checkpoint.safetensors")});
        CliProcess process(arguments);
        const int code = process.exitCode();
        s_out = process.out();
        s_err = process.err();
        return code;
    }

    static QImage picture(const std::string& name) { return QImage(QString::fromStdString(path(name))); }

    static std::unique_ptr<TemporaryFolder> s_folder;
    static std::string s_out;
    static std::string s_err;
};

std::unique_ptr<TemporaryFolder> PicturesTest::s_folder;
std::string PicturesTest::s_out;
std::string PicturesTest::s_err;

TEST_F(PicturesTest, SampleMakesASquareSheetFromItsSeed) {
    ASSERT_EQ(run({"sample", "--count", "9", "--seed", "4", "--out", path("a.png")}), 0) << s_err;
    EXPECT_EQ(picture("a.png").size(), QSize(3 * 29 - 1, 3 * 29 - 1));
    ASSERT_EQ(run({"sample", "--count", "9", "--seed", "4", "--out", path("b.png")}), 0);
    EXPECT_EQ(picture("a.png"), picture("b.png"));
    ASSERT_EQ(run({"sample", "--count", "9", "--seed", "5", "--out", path("b.png")}), 0);
    EXPECT_NE(picture("a.png"), picture("b.png"));
}

TEST_F(PicturesTest, OutMayBeAFolderOrAPattern) {
    ASSERT_EQ(run({"sample", "--count", "3", "--scale", "2", "--out", path("images/")}), 0) << s_err;
    EXPECT_EQ(picture("images/0002.png").size(), QSize(56, 56));
    ASSERT_EQ(run({"sample", "--count", "3", "--out", path("made")}), 0) << s_err;
    EXPECT_EQ(picture("made/0002.png").size(), QSize(28, 28));
    ASSERT_EQ(run({"sample", "--count", "3", "--out", path("image-%d.png")}), 0);
    EXPECT_EQ(picture("image-2.png").size(), QSize(28, 28));
    EXPECT_EQ(run({"sample", "--out", path("image.gif")}), 2);
    EXPECT_EQ(run({"sample", "--out", path("missing/image.png")}), 4);
    EXPECT_EQ(run({"sample", "--out", "/dev/null/image.png"}), 4);
}

TEST_F(PicturesTest, ReconstructPutsOriginalsAboveReconstructions) {
    ASSERT_EQ(run({"reconstruct", "--data", "shapes", "--count", "5", "--out", path("r.png")}), 0) << s_err;
    EXPECT_EQ(picture("r.png").size(), QSize(5 * 29 - 1, 57));
    EXPECT_EQ(run({"reconstruct", "--data", path("missing"), "--out", path("r.png")}), 3);
}

TEST_F(PicturesTest, TraverseHasARowForEachLatent) {
    ASSERT_EQ(run({"traverse", "--seed", "1", "--range", "2.5", "--steps", "7", "--out", path("t.png")}), 0)
        << s_err;
    EXPECT_EQ(picture("t.png").size(), QSize(7 * 29 - 1, 3 * 29 - 1));
    EXPECT_EQ(run({"traverse", "--steps", "1", "--out", path("t.png")}), 2);
}

TEST_F(PicturesTest, InterpolateGoesFromOneImageToAnother) {
    ASSERT_EQ(run({"interpolate", "--data", "shapes", "--from", "0", "--to", "3", "--steps", "6", "--out",
                   path("i.png")}),
              0)
        << s_err;
    EXPECT_EQ(picture("i.png").size(), QSize(6 * 29 - 1, 28));
    EXPECT_EQ(
        run({"interpolate", "--data", "shapes", "--from", "0", "--to", "99999999", "--out", path("i.png")}),
        2);
    EXPECT_NE(s_err.find("held-out"), std::string::npos) << s_err;
}

TEST_F(PicturesTest, EvaluateSaysWhatTheModelIsWorth) {
    ASSERT_EQ(run({"evaluate", "--data", "shapes"}), 0) << s_err;
    EXPECT_NE(s_out.find("negative ELBO"), std::string::npos) << s_out;
    ASSERT_EQ(run({"evaluate", "--data", "shapes", "--json"}), 0) << s_err;
    const ordered_json object = ordered_json::parse(s_out);
    EXPECT_EQ(object["kl_per_latent"].size(), 3U);
    EXPECT_NEAR(object["test_neg_elbo"].get<double>(),
                object["test_reconstruction"].get<double>() + object["test_kl"].get<double>(), 0.02);
    EXPECT_EQ(run({"evaluate", "--data", path("missing")}), 3);
}

TEST_F(PicturesTest, ImagesOfAnotherSizeAreRefused) {
    std::string idx{0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 2, 0, 0, 0, 2};
    writeBytes(*s_folder / "small-idx3-ubyte", idx + std::string(80, '\7'));
    EXPECT_EQ(run({"evaluate", "--data", path("small-idx3-ubyte")}), 3);
    EXPECT_NE(s_err.find("2x2"), std::string::npos) << s_err;
}

TEST(BenchTest, PrintsThePeersLines) {
    CliProcess process({"bench", "--data", "shapes", "--workloads", "dense-seed,dense-400", "--dtypes", "f32",
                        "--seconds", "0.01", "--threads", "1"});
    ASSERT_EQ(process.exitCode(), 0) << process.err();
    std::istringstream lines(process.out());
    std::string line;
    for (const auto& [workload, batch] : {std::pair{"dense-seed", 16}, std::pair{"dense-400", 128}}) {
        ASSERT_TRUE(std::getline(lines, line));
        const ordered_json object = ordered_json::parse(line);
        std::vector<std::string> keys;
        for (const auto& [key, value] : object.items()) {
            keys.push_back(key);
        }
        EXPECT_EQ(keys, (std::vector<std::string>{"peer", "workload", "mode", "dtype", "batch", "threads",
                                                  "us_per_step", "images_per_s", "loss"}));
        EXPECT_EQ(object["peer"], "latentscape " LATENTSCAPE_VERSION);
        EXPECT_EQ(object["workload"], workload);
        EXPECT_EQ(object["mode"], "native");
        EXPECT_EQ(object["batch"], batch);
        EXPECT_EQ(object["threads"], 1);
        EXPECT_GT(object["us_per_step"].get<double>(), 0);
    }
    EXPECT_FALSE(std::getline(lines, line));
}

TEST(BenchTest, AProfileNamesEveryLayer) {
    CliProcess process({"bench", "--data", "shapes", "--workloads", "conv-vae", "--seconds", "0.01",
                        "--threads", "1", "--profile"});
    ASSERT_EQ(process.exitCode(), 0) << process.err();
    for (const char* part :
         {"encoder", "decoder", "conv2d 4x4 / 2", "conv_transpose2d", "28x28x1", "of peak", "a step"}) {
        EXPECT_NE(process.out().find(part), std::string::npos) << part << '\n' << process.out();
    }
}

} // namespace
} // namespace latentscape
