#include "core/data/Augmentation.h"

#include "core/data/BatchLoader.h"
#include "core/tensor/Threads.h"
#include "tests/core/data/IdxFiles.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace latentscape {
namespace {

using namespace test;

Bytes changed(const Image& image, const AugmentConfig& config, std::uint64_t seed = 1) {
    Bytes out(image.pixels.size());
    augment(image.pixels, image.shape, config, augmentRandom(seed, 0, 0), out);
    return out;
}

// A white pixel in the middle of black.
Image dot(int side = 9) {
    Image image{{1, side, side}, Bytes(static_cast<std::size_t>(side * side))};
    image.pixels[image.pixels.size() / 2] = 255;
    return image;
}

Image noise(const ImageShape& shape) {
    Image image{shape, Bytes(static_cast<std::size_t>(shape.pixels()))};
    Random random(5);
    for (std::uint8_t& value : image.pixels)
        value = static_cast<std::uint8_t>(random.below(256));
    return image;
}

int sum(const Bytes& bytes) {
    return std::accumulate(bytes.begin(), bytes.end(), 0);
}

TEST(AugmentationTest, NothingOnChangesNothing) {
    const Image image = noise({3, 7, 5});
    EXPECT_EQ(changed(image, {}), image.pixels);
    EXPECT_FALSE(isOn({}));
    EXPECT_TRUE(isOn({.noise = 0.1f}));
}

TEST(AugmentationTest, EachChangesAndIsReproducible) {
    const Image image = noise({3, 16, 16});
    std::vector<Bytes> results{image.pixels};
    for (const AugmentSetting& setting : kAugmentSettings) {
        AugmentConfig config;
        config.*setting.value = setting.most;
        const Bytes once = changed(image, config);
        EXPECT_EQ(std::ranges::count(results, once), 0) << setting.name;
        results.push_back(once);
        EXPECT_EQ(changed(image, config), once) << setting.name;
        if (config.flip == 0) {
            EXPECT_NE(changed(image, config, 2), once) << setting.name;
        }
    }
}

TEST(AugmentationTest, FlipExchangesLeftAndRight) {
    const Image image{{3, 1, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9}};
    EXPECT_EQ(changed(image, {.flip = 1}), (Bytes{7, 8, 9, 4, 5, 6, 1, 2, 3}));
    int flipped = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed)
        flipped += changed(image, {.flip = 0.5f}, seed)[0] == 7;
    EXPECT_NEAR(flipped, 200, 50);
}

TEST(AugmentationTest, ShiftMovesWithinItsRange) {
    double squares = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const Bytes moved = changed(dot(), {.shift = 2}, seed);
        EXPECT_NEAR(sum(moved), 255, 3); // nothing is lost
        double x = 0;
        for (int i = 0; i < 81; ++i)
            x += moved[static_cast<std::size_t>(i)] / 255.0 * (i % 9 - 4);
        EXPECT_LE(std::abs(x), 2.05);
        squares += x * x;
    }
    EXPECT_NEAR(squares / 200, 4.0 / 3, 0.3); // uniform in [-2, 2]
}

TEST(AugmentationTest, RotationAndScaleKeepTheMiddle) {
    for (std::uint64_t seed = 0; seed < 20; ++seed)
        EXPECT_EQ(changed(dot(), {.rotate = 180, .scale = 0.5f}, seed)[40], 255);
}

TEST(AugmentationTest, WhatIsPlainStaysPlainWhenItMoves) {
    const Image plain{{1, 8, 8}, Bytes(64, 90)};
    EXPECT_EQ(changed(plain, {.shift = 5, .rotate = 90, .scale = 1, .flip = 1, .elastic = 9}), plain.pixels);
}

TEST(AugmentationTest, ColourLeavesGreyAsItIs) {
    const Image grey{{3, 1, 2}, {10, 10, 10, 200, 200, 200}};
    EXPECT_EQ(changed(grey, {.colour = 1}), grey.pixels);
}

TEST(AugmentationTest, TextGoesBothWays) {
    const AugmentConfig config = augmentFromText("shift=3.5,flip,rotate=10");
    EXPECT_EQ(config, (AugmentConfig{.shift = 3.5f, .rotate = 10, .flip = 0.5f}));
    EXPECT_EQ(toText(config), "shift=3.5,rotate=10,flip=0.5");
    EXPECT_EQ(augmentFromText(toText(config)), config);
    EXPECT_EQ(augmentFromText("none"), AugmentConfig());
    EXPECT_EQ(augmentFromText(""), AugmentConfig());
    EXPECT_EQ(toText({}), "none");
    expectError(ErrorKind::Usage, {"\"blur\"", "shift, rotate"}, [] { augmentFromText("blur=2"); });
    expectError(ErrorKind::Usage, {"shift", "\"2x\""}, [] { augmentFromText("shift=2x"); });
    expectError(ErrorKind::Usage, {"flip is 2", "between 0 and 1"}, [] { augmentFromText("flip=2"); });
    expectError(ErrorKind::Usage, {"shift is nan"}, [] { augmentFromText("shift=nan"); });
}

class AugmentedBatchesTest : public testing::Test {
protected:
    ~AugmentedBatchesTest() override { setComputeThreads(0); }

    // All batches of the first two epochs from a place on.
    static std::vector<float> batches(std::int64_t epoch, std::int64_t cursor, int threads, int size = 7) {
        setComputeThreads(threads);
        const Image image = noise({1, 24, 24 * 20});
        const auto data = std::make_shared<const Dataset>("Noise", ImageShape{1, 24, 24}, image.pixels);
        BatchLoader loader(data, size, 3, augmentFromText("shift,rotate,scale,flip,elastic,noise,contrast"));
        loader.seek(epoch, cursor);
        std::vector<float> all;
        while (loader.epoch() < 2) {
            const Tensor& batch = loader.next();
            all.insert(all.end(), batch.data(), batch.data() + batch.size());
        }
        return all;
    }
};

TEST_F(AugmentedBatchesTest, AreTheSameWithAnyThreadsBatchAndPointOfResuming) {
    const std::vector<float> all = batches(0, 0, 1);
    EXPECT_EQ(batches(0, 0, 2), all);
    EXPECT_EQ(batches(0, 0, 5), all);
    EXPECT_EQ(batches(0, 0, 2, 5), all);
    const std::size_t epoch = all.size() / 2;
    EXPECT_EQ(batches(1, 0, 2),
              std::vector<float>(all.begin() + static_cast<std::ptrdiff_t>(epoch), all.end()));
    EXPECT_EQ(batches(0, 14, 2), std::vector<float>(all.begin() + 14 * 24 * 24, all.end()));
}

TEST_F(AugmentedBatchesTest, AnImageIsAnotherInEachEpoch) {
    const Image image = noise({1, 8, 8});
    BatchLoader loader(std::make_shared<const Dataset>("One", image.shape, image.pixels), 1, 3,
                       {.noise = 0.1f});
    const Tensor first = gather(*std::make_shared<const Dataset>("One", image.shape, image.pixels),
                                std::vector<std::uint32_t>{0});
    std::set<std::vector<float>> seen{{first.data(), first.data() + 64}};
    for (int epoch = 0; epoch < 5; ++epoch) {
        const Tensor& batch = loader.next();
        EXPECT_TRUE(seen.insert({batch.data(), batch.data() + 64}).second);
    }
}

} // namespace
} // namespace latentscape
