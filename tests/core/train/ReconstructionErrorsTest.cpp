#include "core/train/ReconstructionErrors.h"

#include "core/data/BatchLoader.h"
#include "core/tensor/Error.h"
#include "core/train/ImageQuality.h"
#include "tests/core/train/SmallRun.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace latentscape {
namespace {

using namespace test;

std::unique_ptr<Model> smallModel() {
    return makeModel(smallConfig(1).model, {}, 3);
}

TEST(ReconstructionErrorsTest, EachImageHasItsErrorInEveryMeasure) {
    const auto model = smallModel();
    const Dataset& data = *smallData().heldOut;
    const ReconstructionErrors errors = measureErrors(*model, data).errors;
    ASSERT_EQ(errors.count(), static_cast<std::size_t>(data.count()));
    ASSERT_EQ(errors.ssim.size(), errors.count());
    ASSERT_EQ(errors.kl.size(), errors.count());

    std::vector<std::uint32_t> all(errors.count());
    std::iota(all.begin(), all.end(), 0U);
    const Tensor images = gather(data, all);
    const Tensor made = model->decode(model->encode(images).mean);
    const ImageQuality mean = imageQuality(made, images, data.shape());
    EXPECT_NEAR(meanOf(errors.mse), mean.mse, 1e-6);
    EXPECT_NEAR(meanOf(errors.ssim), mean.ssim, 1e-5);
    EXPECT_NEAR(meanOf(errors.of(ErrorMetric::Psnr)), mean.psnr, 1e-3);

    std::vector<float> sums(3);
    Random random(0);
    model->evaluate(images, {}, random, sums);
    EXPECT_NEAR(meanOf(errors.kl), std::accumulate(sums.begin(), sums.end(), 0.0) / double(errors.count()),
                1e-4);
}

TEST(ReconstructionErrorsTest, TheMapIsTheMeanOfEachPixelsErrors) {
    const auto model = smallModel();
    const Dataset& data = *smallData().heldOut;
    const MeasuredErrors measured = measureErrors(*model, data);
    EXPECT_EQ(measured.map.images(), data.count());
    std::vector<std::uint32_t> all(static_cast<std::size_t>(data.count()));
    std::iota(all.begin(), all.end(), 0U);
    const Tensor images = gather(data, all);
    const Tensor made = model->decode(model->encode(images).mean);
    const auto errors = (made.matrix() - images.matrix()).eval();
    const std::vector<float> absolute = measured.map.absolute();
    const std::vector<float> bias = measured.map.bias();
    ASSERT_EQ(absolute.size(), 784U);
    for (Eigen::Index pixel : {0, 300, 783}) {
        EXPECT_NEAR(absolute[static_cast<std::size_t>(pixel)], errors.col(pixel).cwiseAbs().mean(), 1e-5);
        EXPECT_NEAR(bias[static_cast<std::size_t>(pixel)], errors.col(pixel).mean(), 1e-5);
    }
}

TEST(ErrorMapTest, ColoursAreAveraged) {
    ErrorMap map({3, 1, 2});
    map.add(Tensor({1, 6}, std::vector<float>{0, 0, 0, 1, 1, 1}),
            Tensor({1, 6}, std::vector<float>{0.3f, 0, 0, 0.5f, 1, 1}));
    map.add(Tensor({1, 6}), Tensor({1, 6}));
    EXPECT_EQ(map.images(), 2);
    EXPECT_NEAR(map.absolute()[0], 0.05, 1e-6);
    EXPECT_NEAR(map.bias()[0], 0.05, 1e-6);
    EXPECT_NEAR(map.absolute()[1], 0.5 / 6, 1e-6);
    EXPECT_NEAR(map.bias()[1], -0.5 / 6, 1e-6);
    EXPECT_FLOAT_EQ(scaleOf(map.bias(), 0.01f), 0.5f / 6);
    EXPECT_FLOAT_EQ(scaleOf({}, 0.01f), 0.01f);
}

TEST(ErrorMapTest, WithoutImagesItIsZero) {
    EXPECT_EQ(ErrorMap({1, 1, 2}).absolute(), (std::vector<float>{0, 0}));
}

TEST(ReconstructionErrorsTest, AGanHasNoKl) {
    ModelConfig gan = smallConfig(1).model;
    gan.kind = ModelKind::Gan;
    const auto model = makeModel(gan, {}, 1);
    const ReconstructionErrors errors = measureErrors(*model, smallData().heldOut->first(3)).errors;
    EXPECT_EQ(errors.count(), 3U);
    EXPECT_TRUE(errors.of(ErrorMetric::Kl).empty());
    EXPECT_EQ(errors.of(ErrorMetric::Psnr).size(), 3U);
}

TEST(ReconstructionErrorsTest, BetterIsWhatTheMeasureSays) {
    EXPECT_EQ(countBetter(ErrorMetric::SquaredError, {1, 2, 3}, {0.5f, 2, 4}), 1);
    EXPECT_EQ(countBetter(ErrorMetric::Ssim, {0.5f, 0.5f}, {0.6f, 0.7f}), 2);
    EXPECT_EQ(meanOf({}), 0);
}

TEST(ReconstructionErrorsTest, CanBeStopped) {
    const auto model = smallModel();
    std::stop_source source;
    source.request_stop();
    EXPECT_THROW(measureErrors(*model, *smallData().heldOut, {source.get_token(), {}}), Error);
}

TEST(ReconstructionErrorsTest, OtherImagesAreRefusedWithBothSizes) {
    const auto model = smallModel();
    const Dataset other("tiny", {1, 2, 2}, {1, 2, 3, 4});
    try {
        measureErrors(*model, other);
        FAIL();
    } catch (const Error& error) {
        const std::string message = error.what();
        EXPECT_NE(message.find("1x2x2"), message.npos);
        EXPECT_NE(message.find("1x28x28"), message.npos);
    }
}

} // namespace
} // namespace latentscape
