#include "core/data/BatchLoader.h"
#include "core/tensor/Threads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace latentscape {
namespace {

// Image i is `side` x `side` pixels of the grey level levels[i].
std::shared_ptr<const Dataset> flatImages(const std::vector<int>& levels, int side = 64) {
    std::vector<std::uint8_t> pixels;
    for (const int level : levels)
        pixels.insert(pixels.end(), static_cast<std::size_t>(side) * static_cast<std::size_t>(side),
                      static_cast<std::uint8_t>(level));
    return std::make_shared<const Dataset>("Flat", ImageShape{1, side, side}, std::move(pixels));
}

// The images of an epoch in the data set's order.
std::vector<float> epochOf(BatchLoader& loader) {
    const auto order = std::vector<std::uint32_t>(loader.order().begin(), loader.order().end());
    std::vector<float> all;
    for (std::size_t taken = 0; taken < order.size();) {
        const Tensor& batch = loader.next();
        const auto pixels = static_cast<std::size_t>(batch.dim(1));
        all.resize(order.size() * pixels);
        for (std::int64_t i = 0; i < batch.dim(0); ++i)
            std::ranges::copy(batch.row(i),
                              all.begin() + static_cast<std::ptrdiff_t>(order[taken++] * pixels));
    }
    return all;
}

std::vector<float> firstEpoch(Binarise binarise, std::uint64_t seed = 1, std::int64_t batch = 4,
                              std::int64_t epoch = 0) {
    BatchLoader loader(flatImages({0, 40, 128, 200, 255}), batch, seed, {}, binarise);
    loader.seek(epoch, 0);
    return epochOf(loader);
}

TEST(BinarisationTest, APixelIsWhiteAsOftenAsItIsBright) {
    const std::vector<float> images = firstEpoch(Binarise::Dynamic);
    EXPECT_TRUE(std::ranges::all_of(images, [](float v) { return v == 0.0f || v == 1.0f; }));
    const int levels[]{0, 40, 128, 200, 255};
    for (std::size_t i = 0; i < 5; ++i) {
        const double p = levels[i] / 255.0;
        const auto white = static_cast<double>(
            std::count(images.begin() + static_cast<std::ptrdiff_t>(4096 * i),
                       images.begin() + static_cast<std::ptrdiff_t>(4096 * (i + 1)), 1.0f));
        EXPECT_NEAR(white / 4096, p, 4 * std::sqrt(p * (1 - p) / 4096)) << i;
    }
}

TEST(BinarisationTest, DynamicDrawsDependOnSeedEpochAndImageAlone) {
    const std::vector<float> images = firstEpoch(Binarise::Dynamic);
    EXPECT_EQ(firstEpoch(Binarise::Dynamic, 1, 3), images);
    EXPECT_NE(firstEpoch(Binarise::Dynamic, 2), images);
    EXPECT_NE(firstEpoch(Binarise::Dynamic, 1, 4, 1), images);
    setComputeThreads(2);
    EXPECT_EQ(firstEpoch(Binarise::Dynamic), images);
    setComputeThreads(1);
}

TEST(BinarisationTest, StaticDrawsAreAlwaysTheSame) {
    const std::vector<float> images = firstEpoch(Binarise::Static);
    EXPECT_NE(images, firstEpoch(Binarise::Dynamic));
    EXPECT_EQ(firstEpoch(Binarise::Static, 2), images);
    EXPECT_EQ(firstEpoch(Binarise::Static, 1, 4, 7), images);
}

TEST(BinarisationTest, HeldOutImagesKeepTheirFactors) {
    Factors factors{{"label"}, {3, 4}, {}};
    const Dataset data("Two", {1, 1, 4}, {0, 255, 100, 100, 100, 100, 0, 255}, factors);
    const auto binarised = heldOutBinarised(data);
    EXPECT_EQ(binarised->name(), "Two");
    EXPECT_EQ(binarised->factors(1)[0], 4);
    EXPECT_EQ(binarised->pixels(0)[1], 255);
    EXPECT_EQ(binarised->pixels(1)[2], 0);
    for (const std::uint8_t pixel : binarised->pixels(0))
        EXPECT_TRUE(pixel == 0 || pixel == 255);
    EXPECT_EQ(heldOutBinarised(data)->fingerprint(), binarised->fingerprint());
}

TEST(BinarisationTest, ComesAfterAugmentation) {
    BatchLoader loader(flatImages({100}, 8), 1, 1, augmentFromText("noise=0.3"), Binarise::Dynamic);
    const auto pixels = loader.next().values();
    EXPECT_TRUE(std::ranges::all_of(pixels, [](float v) { return v == 0.0f || v == 1.0f; }));
}

} // namespace
} // namespace latentscape
