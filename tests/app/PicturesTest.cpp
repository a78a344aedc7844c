// The commands that use a trained model: pictures, evaluation; and the benchmark.
#include "tests/app/CliProcess.h"

#include <nlohmann/json.hpp>
#include <QImage>
#include <QImageReader>

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
    EXPECT_EQ(run({"sample", "--scale", "17", "--out", path("image.png")}), 2);
    EXPECT_EQ(run({"sample", "--out", path("missing/image.png")}), 4);
    EXPECT_EQ(run({"sample", "--out", "/dev/null/image.png"}), 4);
}

TEST_F(PicturesTest, ReconstructPutsOriginalsAboveReconstructions) {
    ASSERT_EQ(run({"reconstruct", "--data", "shapes", "--count", "5", "--out", path("r.png")}), 0) << s_err;
    EXPECT_EQ(picture("r.png").size(), QSize(5 * 29 - 1, 57));
    EXPECT_EQ(run({"reconstruct", "--data", path("missing"), "--out", path("r.png")}), 3);
}

// It has no encoder: the latents are searched for.
TEST_F(PicturesTest, AGanReconstructsToo) {
    CliProcess gan({"train", "--preset", "gan-dense", "--limit", "64", "--epochs", "1", "--latent", "3",
                    "--json", "--out", path("gan")});
    ASSERT_EQ(gan.exitCode(), 0) << gan.err();
    CliProcess process({"reconstruct", "--checkpoint", path("gan/checkpoint.safetensors"), "--data", "shapes",
                        "--count", "2", "--out", path("g.png")});
    ASSERT_EQ(process.exitCode(), 0) << process.err();
    EXPECT_EQ(picture("g.png").size(), QSize(2 * 29 - 1, 57));
}

TEST_F(PicturesTest, ReconstructOrdersImagesAndComparesModels) {
    const std::string checkpoint = path("run/checkpoint.safetensors");
    ASSERT_EQ(run({"reconstruct", "--data", "shapes", "--order", "worst", "--count", "4", "--with",
                   checkpoint, "--error-map", path("map.png"), "--out", path("w.png")}),
              0)
        << s_err;
    EXPECT_EQ(picture("w.png").size(), QSize(4 * 29 - 1, 3 * 29 - 1)); // original, first, second
    EXPECT_EQ(picture("w.png").copy(0, 29, 115, 28), picture("w.png").copy(0, 58, 115, 28));
    EXPECT_EQ(picture("map.png").size(), QSize(57, 57));
    EXPECT_NE(s_out.find("which is better on 0\n"), s_out.npos) << s_out;
    ASSERT_EQ(run({"reconstruct", "--data", "shapes", "--order", "best", "--metric", "ssim", "--limit", "50",
                   "--count", "4", "--out", path("b.png")}),
              0)
        << s_err;
    EXPECT_NE(s_out.find("ssim, mean of 50 images"), s_out.npos) << s_out;
    EXPECT_NE(picture("b.png").copy(0, 0, 115, 28), picture("w.png").copy(0, 0, 115, 28));
    EXPECT_EQ(run({"reconstruct", "--data", "shapes", "--order", "label", "--out", path("l.png")}), 0)
        << s_err;
    EXPECT_EQ(run({"reconstruct", "--data", "shapes", "--order", "odd", "--out", path("l.png")}), 2);
    EXPECT_EQ(run({"reconstruct", "--data", "shapes", "--with", path("none"), "--out", path("l.png")}), 3);
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

TEST_F(PicturesTest, TheEndingChoosesTheKindOfFile) {
    for (const char* name : {"k.webp", "k.jpg"}) {
        ASSERT_EQ(run({"sample", "--count", "4", "--scale", "3", "--smooth", "--out", path(name)}), 0)
            << s_err;
        EXPECT_EQ(picture(name).size(), QSize(2 * 84 + 1, 2 * 84 + 1)) << name;
    }
    EXPECT_EQ(s_err, "");
}

TEST_F(PicturesTest, WalksBecomeAnimations) {
    ASSERT_EQ(run({"interpolate", "--data", "shapes", "--from", "0", "--to", "3", "--steps", "5", "--fps",
                   "10", "--loop", "bounce", "--scale", "2", "--out", path("w.gif")}),
              0)
        << s_err;
    QImageReader gif(QString::fromStdString(path("w.gif")));
    EXPECT_EQ(gif.size(), QSize(56, 56));
    EXPECT_EQ(gif.imageCount(), 8);
    ASSERT_EQ(run({"traverse", "--steps", "4", "--out", path("t.webp")}), 0) << s_err;
    EXPECT_EQ(QImageReader(QString::fromStdString(path("t.webp"))).size(), QSize(2 * 29 - 1, 2 * 29 - 1));
    ASSERT_EQ(run({"interpolate", "--data", "shapes", "--out", path("w.apng")}), 0) << s_err;
    EXPECT_EQ(run({"interpolate", "--data", "shapes", "--fps", "0", "--out", path("w.gif")}), 2);
    EXPECT_EQ(run({"interpolate", "--data", "shapes", "--loop", "twice", "--out", path("w.gif")}), 2);
    EXPECT_EQ(run({"traverse", "--out", path("missing/w.gif")}), 4);
}

// The files are the same byte for byte, what they say about themselves included.
TEST_F(PicturesTest, APictureIsMadeAgainFromItsFile) {
    ASSERT_EQ(
        run({"sample", "--count", "9", "--seed", "4", "--scale", "2", "--smooth", "--out", path("f.png")}),
        0);
    ASSERT_EQ(run({"traverse", "--steps", "5", "--out", path("g.png")}), 0) << s_err;
    ASSERT_EQ(run({"interpolate", "--data", "shapes", "--out", path("h.png")}), 0) << s_err;
    for (const char* name : {"f.png", "g.png", "h.png"}) {
        ASSERT_EQ(run({"sample", "--from", path(name), "--out", path("again.png")}), 0) << s_err;
        EXPECT_EQ(s_err, "");
        EXPECT_EQ(readBytes(path("again.png")), readBytes(path(name))) << name;
    }
    ASSERT_EQ(run({"sample", "--from", path("f.png"), "--scale", "1", "--out", path("small.png")}), 0);
    EXPECT_EQ(picture("small.png").width(), (picture("f.png").width() - 2) / 2 + 2);
}

TEST_F(PicturesTest, SinglePicturesAreMadeAgainToo) {
    ASSERT_EQ(run({"sample", "--count", "40", "--seed", "4", "--out", path("one/")}), 0) << s_err;
    for (const char* name : {"one/0003.png", "one/0039.png"}) {
        ASSERT_EQ(run({"sample", "--from", path(name), "--out", path("again.png")}), 0) << s_err;
        EXPECT_EQ(picture("again.png"), picture(name)) << name;
    }
}

TEST_F(PicturesTest, AnotherModelAndReadImagesAreNoted) {
    CliProcess process({"train", "--preset", "dense-seed", "--limit", "60", "--epochs", "1", "--latent", "3",
                        "--seed", "9", "--out", path("other")});
    ASSERT_EQ(process.exitCode(), 0) << process.err();
    ASSERT_EQ(run({"sample", "--count", "4", "--out", path("f.png")}), 0);
    CliProcess again({"sample", "--checkpoint", path("other/checkpoint.safetensors"), "--from", path("f.png"),
                      "--out", path("again.png")});
    EXPECT_EQ(again.exitCode(), 0);
    EXPECT_NE(again.err().find("another model"), std::string::npos) << again.err();
    EXPECT_NE(again.err().find("run/checkpoint.safetensors"), std::string::npos) << again.err();
    EXPECT_NE(picture("again.png"), picture("f.png"));

    ASSERT_EQ(run({"reconstruct", "--data", "shapes", "--count", "3", "--out", path("r.png")}), 0) << s_err;
    ASSERT_EQ(run({"sample", "--from", path("r.png"), "--out", path("again.png")}), 0) << s_err;
    EXPECT_NE(s_err.find("only the reconstructions"), std::string::npos) << s_err;
    EXPECT_EQ(picture("again.png").copy(0, 0, 28, 28), picture("r.png").copy(0, 29, 28, 28));
}

TEST_F(PicturesTest, FilesThatCannotBeMadeAgainAreRefused) {
    QImage(4, 4, QImage::Format_RGB32).save(QString::fromStdString(path("plain.png")));
    EXPECT_EQ(run({"sample", "--from", path("plain.png"), "--out", path("again.png")}), 3);
    EXPECT_NE(s_err.find("does not tell how it was made"), std::string::npos) << s_err;
    EXPECT_EQ(run({"sample", "--from", path("missing.png"), "--out", path("again.png")}), 3);
    ASSERT_EQ(run({"sample", "--count", "4", "--out", path("f.png")}), 0);
    writeBytes(path("cut.png"), readBytes(path("f.png")).substr(0, 60));
    EXPECT_EQ(run({"sample", "--from", path("cut.png"), "--out", path("again.png")}), 3);
    EXPECT_EQ(run({"sample", "--from", path("f.png"), "--seed", "3", "--out", path("again.png")}), 2);
    EXPECT_NE(s_err.find("--seed"), std::string::npos) << s_err;
    EXPECT_EQ(run({"sample", "--from", path("f.png"), "--class", "1", "--out", path("again.png")}), 2);

    CliProcess process({"train", "--preset", "dense-seed", "--limit", "60", "--epochs", "1", "--latent", "4",
                        "--out", path("wide")});
    ASSERT_EQ(process.exitCode(), 0) << process.err();
    CliProcess again({"sample", "--checkpoint", path("wide/checkpoint.safetensors"), "--from", path("f.png"),
                      "--out", path("again.png")});
    EXPECT_EQ(again.exitCode(), 3);
    EXPECT_NE(again.err().find("3 values"), std::string::npos) << again.err();
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
                                                  "us_per_step", "images_per_s", "loss", "peak_mb"}));
        EXPECT_EQ(object["peer"], "latentscape " LATENTSCAPE_VERSION);
        EXPECT_EQ(object["workload"], workload);
        EXPECT_EQ(object["mode"], "native");
        EXPECT_EQ(object["batch"], batch);
        EXPECT_EQ(object["threads"], 1);
        EXPECT_GT(object["us_per_step"].get<double>(), 0);
        EXPECT_GT(object["peak_mb"].get<double>(), 5);
        EXPECT_LT(object["peak_mb"].get<double>(), 1000);
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
