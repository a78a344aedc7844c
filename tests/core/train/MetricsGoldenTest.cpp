// Metrics against values that NumPy worked out on its own (make_metrics_golden.py).
#include "core/nn/Losses.h"
#include "core/train/Disentanglement.h"
#include "core/train/GaussianMixture.h"
#include "core/train/ImageQuality.h"
#include "core/train/Metrics.h"
#include "core/train/SampleQuality.h"
#include "tests/core/golden/Golden.h"

namespace latentscape {
namespace {

const nlohmann::json& metricsGolden(const char* key) {
    static const nlohmann::json values =
        nlohmann::json::parse(std::ifstream(LATENTSCAPE_TEST_DATA "/core/golden/metrics_golden.json"));
    return values.at(key);
}

// All values of `golden` as rows of this width.
Tensor rows(const nlohmann::json& golden, std::int64_t width) {
    return tensor({static_cast<std::int64_t>(golden.size()) / width, width}, golden);
}

TEST(MetricsGoldenTest, QualityOfImages) {
    for (const auto& golden : metricsGolden("quality")) {
        const ImageShape shape{golden["channels"], golden["height"], golden["width"]};
        const Tensor images = rows(golden["images"], shape.pixels());
        const ImageQuality quality = imageQuality(rows(golden["others"], shape.pixels()), images, shape);
        expectGolden(quality.mse, golden["mse"], "mse");
        expectGolden(quality.psnr, golden["psnr"], "psnr");
        expectGolden(quality.ssim, golden["ssim"], "ssim");
        const ImageQuality same = imageQuality(images, images, shape);
        EXPECT_EQ(same.mse, 0);
        EXPECT_EQ(same.psnr, kMostPsnr);
        EXPECT_NEAR(same.ssim, 1, 1e-12);
    }
}

TEST(MetricsGoldenTest, CrossEntropyOfClasses) {
    const auto& golden = metricsGolden("cross_entropy");
    Tensor logits = rows(golden["logits"], 5);
    Tensor gradient({4, 5});
    const auto classes = golden["classes"].get<std::vector<std::uint16_t>>();
    expectGolden(softmaxCrossEntropy(logits, classes, 1, &gradient), golden["loss"], "loss");
    expectGolden(gradient.values(), golden["gradient"], "gradient");
    softmax(logits);
    expectGolden(logits.values(), golden["probabilities"], "probabilities");
}

TEST(MetricsGoldenTest, ClassesFarApartDoNotOverflow) {
    Tensor logits({1, 2}, std::vector<float>{-5000, 5000});
    const std::vector<std::uint16_t> wrong{0};
    EXPECT_EQ(softmaxCrossEntropy(logits, wrong, 1, nullptr), 10'000);
    softmax(logits);
    EXPECT_EQ(logits.values()[1], 1);
}

TEST(MetricsGoldenTest, DistancesOfFeatures) {
    const auto& golden = metricsGolden("features");
    const Tensor real = rows(golden["real"], 6);
    const Tensor samples = rows(golden["samples"], 6);
    expectGolden(frechetDistance(samples, real), golden["frechet"], "frechet");
    EXPECT_NEAR(frechetDistance(real, real), 0, 1e-9);
    const PrecisionRecall manifold = precisionRecall(real, samples);
    expectGolden(manifold.precision, golden["precision"], "precision");
    expectGolden(manifold.recall, golden["recall"], "recall");
}

TEST(MetricsGoldenTest, Disentanglement) {
    const auto& golden = metricsGolden("disentanglement");
    const Tensor means = rows(golden["means"], 4);
    const Dataset data("factors", {1, 1, 1}, std::vector<std::uint8_t>(300),
                       {{"a", "b", "c"}, golden["factors"].get<std::vector<std::uint16_t>>(), {}});
    expectGolden(mutualInformationGap(means, data), golden["mig"], "mig");
    EXPECT_EQ(activeUnits(means), golden["active_units"].get<int>());
}

TEST(MetricsGoldenTest, OneGaussian) {
    const auto& golden = metricsGolden("mixture");
    const Tensor points = rows(golden["points"], 3);
    const GaussianMixture mixture(points, {.components = 1});
    expectGolden(mixture.meanLogLikelihood(points), golden["log_likelihood"], "log-likelihood");
}

} // namespace
} // namespace latentscape
