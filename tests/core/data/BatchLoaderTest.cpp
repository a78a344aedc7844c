#include "core/data/BatchLoader.h"

#include "tests/core/data/IdxFiles.h"

#include <algorithm>
#include <numeric>

namespace latentscape {
namespace {

using namespace test;

// Image i is the two pixels (i, 255 - i).
std::shared_ptr<const Dataset> numberedImages(int count) {
    Bytes pixels;
    for (int i = 0; i < count; ++i) {
        pixels.push_back(static_cast<std::uint8_t>(i));
        pixels.push_back(static_cast<std::uint8_t>(255 - i));
    }
    return std::make_shared<const Dataset>("Numbers", ImageShape{1, 1, 2}, std::move(pixels));
}

std::vector<int> numbers(const Tensor& batch) {
    std::vector<int> result;
    for (std::int64_t i = 0; i < batch.dim(0); ++i)
        result.push_back(static_cast<int>(std::lround(255 * batch.row(i)[0])));
    return result;
}

TEST(BatchLoaderTest, AnEpochHoldsEachImageOnceAndEndsInAPartialBatch) {
    BatchLoader loader(numberedImages(10), 4, 1);
    EXPECT_EQ(loader.batchesPerEpoch(), 3);
    std::vector<int> seen;
    for (const std::int64_t expected : {4, 4, 2}) {
        EXPECT_EQ(loader.epoch(), 0);
        const Tensor& batch = loader.next();
        EXPECT_EQ(batch.shape(), (Shape{expected, 2}));
        const auto taken = numbers(batch);
        seen.insert(seen.end(), taken.begin(), taken.end());
    }
    EXPECT_EQ(loader.epoch(), 1);
    EXPECT_EQ(loader.cursor(), 0);
    std::vector<int> all(10);
    std::iota(all.begin(), all.end(), 0);
    EXPECT_NE(seen, all) << "not shuffled";
    std::ranges::sort(seen);
    EXPECT_EQ(seen, all);
}

TEST(BatchLoaderTest, LabelsAreTakenAlongWithWhatComesNext) {
    const Dataset plain = *numberedImages(10);
    Bytes pixels;
    std::vector<std::uint16_t> labels;
    for (int i = 0; i < 10; ++i) {
        pixels.insert(pixels.end(), plain.pixels(i).begin(), plain.pixels(i).end());
        labels.push_back(static_cast<std::uint16_t>(100 + i));
    }
    const auto data =
        std::make_shared<const Dataset>("Numbers", plain.shape(), pixels, Factors{{"label"}, labels, {}});
    EXPECT_TRUE(data->hasLabels());
    EXPECT_FALSE(plain.hasLabels());
    BatchLoader loader(data, 4, 1);
    for (int batch = 0; batch < 7; ++batch) { // over the end of an epoch
        const auto coming = labelsOf(*data, loader.upcoming());
        const std::vector<int> taken = numbers(loader.next());
        ASSERT_EQ(coming.size(), taken.size());
        for (std::size_t i = 0; i < taken.size(); ++i)
            EXPECT_EQ(coming[i], 100 + taken[i]);
    }
}

TEST(BatchLoaderTest, OrderDependsOnSeedAndEpochAlone) {
    const auto data = numberedImages(50);
    const auto epochOrder = [&](std::uint64_t seed, std::int64_t epoch) {
        BatchLoader loader(data, 7, seed);
        loader.seek(epoch, 0);
        return std::vector<std::uint32_t>(loader.order().begin(), loader.order().end());
    };
    EXPECT_EQ(epochOrder(1, 3), epochOrder(1, 3));
    EXPECT_NE(epochOrder(1, 3), epochOrder(1, 4));
    EXPECT_NE(epochOrder(1, 3), epochOrder(2, 3));
}

TEST(BatchLoaderTest, SeekGoesOnExactly) {
    BatchLoader whole(numberedImages(10), 4, 5);
    for (int step = 0; step < 20; ++step) {
        BatchLoader resumed(numberedImages(10), 4, 5);
        resumed.seek(whole.epoch(), whole.cursor());
        EXPECT_EQ(numbers(resumed.next()), numbers(whole.next())) << step;
    }
}

TEST(BatchLoaderTest, SeekBetweenTwoBatches) {
    BatchLoader loader(numberedImages(10), 4, 5);
    loader.seek(2, 7);
    EXPECT_EQ(loader.next().shape(), (Shape{3, 2}));
    EXPECT_EQ(loader.epoch(), 3);
    for (const std::int64_t expected : {4, 4, 2})
        EXPECT_EQ(loader.next().dim(0), expected);
    expectError(ErrorKind::Usage, {"image 10", "10 images"}, [&] { loader.seek(0, 10); });
    expectError(ErrorKind::Usage, {"epoch -1"}, [&] { loader.seek(-1, 0); });
}

TEST(BatchLoaderTest, ABatchOfAnotherSizeGoesOnWhereTheLastOneEnded) {
    BatchLoader loader(numberedImages(10), 4, 1);
    std::vector<int> seen = numbers(loader.next());
    for (const auto& [batch, expected] : {std::pair{3, 3}, {2, 2}, {8, 1}}) {
        loader.setBatch(batch);
        const auto taken = numbers(loader.next());
        EXPECT_EQ(std::ssize(taken), expected);
        seen.insert(seen.end(), taken.begin(), taken.end());
    }
    std::ranges::sort(seen);
    std::vector<int> all(10);
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(seen, all);
    EXPECT_EQ(loader.epoch(), 1);
    EXPECT_EQ(loader.next().dim(0), 8);
    EXPECT_THROW(loader.setBatch(0), Error);
}

TEST(BatchLoaderTest, BatchIsCutToTheDataSet) {
    BatchLoader loader(numberedImages(3), 128, 0);
    EXPECT_EQ(loader.batch(), 3);
    EXPECT_EQ(loader.batchesPerEpoch(), 1);
    EXPECT_EQ(loader.next().dim(0), 3);
    EXPECT_EQ(loader.epoch(), 1);
    expectError(ErrorKind::Usage, {"batch size is 0"}, [] { BatchLoader(numberedImages(3), 0, 0); });
}

TEST(BatchLoaderTest, GatherConvertsToTheUnitInterval) {
    const auto data = numberedImages(256);
    std::vector<std::uint32_t> indices(256);
    std::iota(indices.begin(), indices.end(), 0u);
    const Tensor images = gather(*data, indices);
    ASSERT_EQ(images.shape(), (Shape{256, 2}));
    for (int i = 0; i < 256; ++i) {
        EXPECT_FLOAT_EQ(images.row(i)[0], static_cast<float>(i) / 255);
        EXPECT_FLOAT_EQ(images.row(i)[1], static_cast<float>(255 - i) / 255);
    }
    EXPECT_EQ(images.row(0)[0], 0.0f);
    EXPECT_EQ(images.row(255)[0], 1.0f) << "white must be exactly 1";
    indices = {256};
    expectError(ErrorKind::Usage, {"Image 256"}, [&] { gather(*data, indices); });
}

} // namespace
} // namespace latentscape
