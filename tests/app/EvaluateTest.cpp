// What `evaluate` says beside the losses, and samples of fitted latents.
#include "tests/app/CliProcess.h"

#include <nlohmann/json.hpp>
#include <QImage>

namespace latentscape {
namespace {

using nlohmann::ordered_json;

// A folder with pictures of two classes, a model of them, and a cache of the test's own.
class EvaluateTest : public testing::Test {
protected:
    void SetUp() override {
        for (int i = 0; i < 150; ++i) {
            QImage image(16, 16, QImage::Format_Grayscale8);
            image.fill(0);
            for (int at = 0; at < 64; ++at) {
                image.setPixel(at % 8 + (i % 2) * 8, at / 8 + i / 2 % 8,
                               qRgb(155 + i % 100, 155 + i % 100, 155 + i % 100));
            }
            const auto file =
                m_folder / "pictures" / (i % 2 ? "right" : "left") / (std::to_string(i) + ".png");
            std::filesystem::create_directories(file.parent_path());
            ASSERT_TRUE(image.save(QString::fromStdString(file.string())));
        }
        ASSERT_EQ(run({"train", "--preset", "dense-seed", "--data", pictures(), "--epochs", "3", "--threads",
                       "1", "--out", (m_folder / "run").string()}),
                  0)
            << m_err;
    }

    std::string pictures() const { return (m_folder / "pictures").string(); }
    std::string checkpoint() const { return (m_folder / "run" / "checkpoint.safetensors").string(); }
    int run(std::vector<std::string> words) {
        words.insert(words.begin(), LATENTSCAPE_CLI);
        Process process(words, {}, {"XDG_CACHE_HOME=" + (m_folder / "cache").string()});
        const int code = process.exitCode();
        m_out = process.out();
        m_err = process.err();
        return code;
    }
    ordered_json evaluated(std::vector<std::string> more) {
        more.insert(more.begin(), {"evaluate", "--checkpoint", checkpoint(), "--data", pictures(), "--json"});
        EXPECT_EQ(run(more), 0) << m_err;
        return ordered_json::parse(m_out);
    }

    TemporaryFolder m_folder;
    std::string m_out, m_err;
};

TEST_F(EvaluateTest, MeasuresReconstructions) {
    const auto line = evaluated({});
    EXPECT_EQ(line["reconstructed"], 15);
    EXPECT_GT(line["mse"], 0);
    EXPECT_GT(line["psnr"], 3);
    EXPECT_LT(line["ssim"], 1);
    EXPECT_GE(line["active_units"], 0);
    EXPECT_FALSE(line.contains("mig"));
    EXPECT_FALSE(line.contains("samples"));
}

TEST_F(EvaluateTest, JudgesSamplesByAClassifierThatIsTrainedOnce) {
    const auto prior = evaluated({"--samples", "50"})["samples"];
    EXPECT_NE(m_err.find("Training a classifier of pictures, once"), std::string::npos) << m_err;
    EXPECT_EQ(prior["count"], 50);
    EXPECT_EQ(prior["class_shares"].size(), 2U);
    EXPECT_EQ(prior["held_out"]["count"], 15);
    EXPECT_GT(prior["frechet"], prior["held_out"]["frechet"]);
    EXPECT_GT(prior["classifier"]["accuracy"], 0.9);

    const auto fitted = evaluated({"--samples", "50", "--from", "fitted", "--components", "3"})["samples"];
    EXPECT_EQ(m_err, "");
    EXPECT_EQ(fitted["from"], "fitted");
    EXPECT_NE(fitted["frechet"], prior["frechet"]);
    EXPECT_EQ(fitted["held_out"], prior["held_out"]);
    EXPECT_EQ(fitted["classifier"], prior["classifier"]);

    ASSERT_EQ(run({"evaluate", "--checkpoint", checkpoint(), "--data", pictures(), "--samples", "50"}), 0);
    EXPECT_NE(m_out.find("not the Inception FID"), std::string::npos) << m_out;
    EXPECT_NE(m_out.find("classes: left "), std::string::npos) << m_out;
}

TEST_F(EvaluateTest, UnlabelledImagesAreRefused) {
    EXPECT_EQ(
        run({"evaluate", "--checkpoint", checkpoint(), "--data", pictures() + "/left", "--samples", "50"}),
        3);
    EXPECT_NE(m_err.find("have no labels"), std::string::npos) << m_err;
}

TEST_F(EvaluateTest, SamplesOfFittedLatents) {
    const std::string png = (m_folder / "x.png").string();
    const std::vector<std::string> sample{"sample", "--checkpoint", checkpoint(), "--count",
                                          "4",      "--out",        png};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), sample.begin(), sample.end());
        return run(more);
    };
    EXPECT_EQ(with({"--from", "fitted"}), 2);
    EXPECT_NE(m_err.find("--from fitted needs --data"), std::string::npos) << m_err;
    EXPECT_EQ(with({"--components", "3"}), 2);
    ASSERT_EQ(with({"--from", "fitted", "--data", pictures()}), 0) << m_err;
    const std::string fitted = readBytes(png);
    ASSERT_EQ(with({"--from", "fitted", "--data", pictures()}), 0) << m_err;
    EXPECT_EQ(readBytes(png), fitted);
    ASSERT_EQ(with({}), 0) << m_err;
    EXPECT_NE(readBytes(png), fitted);
}

} // namespace
} // namespace latentscape
