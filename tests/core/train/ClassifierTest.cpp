#include "core/data/BatchLoader.h"
#include "core/train/ClassifierCache.h"
#include "core/train/SampleQuality.h"
#include "tests/core/io/TemporaryFolder.h"

#include <cstdlib>
#include <numeric>

namespace latentscape {
namespace {

// Noise with a bright quarter, one of four: the class.
std::shared_ptr<const Dataset> quarters(std::int64_t count, std::uint64_t seed, bool labelled = true) {
    constexpr int side = 17;
    Random random(seed);
    std::vector<std::uint8_t> pixels;
    std::vector<std::uint16_t> labels;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto label = static_cast<std::uint32_t>(i % 4);
        labels.push_back(static_cast<std::uint16_t>(label));
        for (int at = 0; at < side * side; ++at) {
            const bool bright =
                at / side / 9 == static_cast<int>(label / 2) && at % side / 9 == static_cast<int>(label % 2);
            pixels.push_back(static_cast<std::uint8_t>(random.below(100) + (bright ? 100 : 0)));
        }
    }
    return std::make_shared<const Dataset>("quarters", ImageShape{1, side, side}, std::move(pixels),
                                           labelled ? Factors{{"label"}, std::move(labels), {}} : Factors{});
}

const LoadedData& data() {
    static const LoadedData loaded{quarters(300, 1), quarters(60, 2)};
    return loaded;
}

// A cache folder of the test's own.
class CacheFolder {
public:
    CacheFolder() { setenv("XDG_CACHE_HOME", m_folder.path().c_str(), 1); }
    ~CacheFolder() { unsetenv("XDG_CACHE_HOME"); }
    std::vector<std::filesystem::path> files() const {
        std::vector<std::filesystem::path> all;
        for (const auto& entry : std::filesystem::directory_iterator(m_folder / "latentscape")) {
            all.push_back(entry.path());
        }
        return all;
    }

private:
    TemporaryFolder m_folder;
};

TEST(ClassifierTest, IsTrainedOnceForADataSet) {
    const CacheFolder cache;
    int told = 0;
    const WorkWatch watch{{}, [&](double share) {
                              ++told;
                              EXPECT_LE(share, 1);
                          }};
    const auto trained = classifierOf(data(), watch);
    EXPECT_GT(told, 100);
    EXPECT_GT(trained->accuracy, 0.95);
    ASSERT_EQ(cache.files().size(), 1U);

    told = 0;
    const auto again = classifierOf(data(), watch);
    EXPECT_EQ(told, 0);
    EXPECT_EQ(again->checksum, trained->checksum);
    EXPECT_NEAR(again->accuracy, trained->accuracy, 1e-6);

    // What is damaged is replaced by the same.
    flipBit(cache.files()[0], 8 * (std::filesystem::file_size(cache.files()[0]) - 100));
    EXPECT_EQ(classifierOf(data(), watch)->checksum, trained->checksum);
    EXPECT_GT(told, 0);

    // Other labels of the same images are other data.
    std::vector<std::uint8_t> pixels;
    std::vector<std::uint16_t> labels;
    for (std::int64_t i = 0; i < 60; ++i) {
        pixels.insert(pixels.end(), data().heldOut->pixels(i).begin(), data().heldOut->pixels(i).end());
        labels.push_back(i % 2);
    }
    const auto other = std::make_shared<const Dataset>("other", data().heldOut->shape(), pixels,
                                                       Factors{{"label"}, labels, {}});
    classifierOf({data().train, other});
    EXPECT_EQ(cache.files().size(), 2U);
}

TEST(ClassifierTest, CanBeStoppedAndNeedsLabels) {
    const CacheFolder cache;
    std::stop_source stop;
    stop.request_stop();
    messageOf(ErrorKind::Cancelled, [&] { classifierOf(data(), {stop.get_token(), {}}); });
    const auto plain = quarters(20, 1, false);
    const std::string said = messageOf(ErrorKind::Input, [&] { classifierOf({plain, plain}); });
    EXPECT_NE(said.find("have no labels"), std::string::npos) << said;
    const auto alike = std::make_shared<const Dataset>(
        "alike", ImageShape{1, 1, 1}, std::vector<std::uint8_t>(3), Factors{{"label"}, {0, 0, 0}, {}});
    messageOf(ErrorKind::Input, [&] { classCount(*alike); });
}

Tensor imagesOf(const Dataset& set) {
    std::vector<std::uint32_t> all(static_cast<std::size_t>(set.count()));
    std::iota(all.begin(), all.end(), 0u);
    return gather(set, all);
}

TEST(ClassifierTest, JudgesSamplesBesideHeldOutImages) {
    const CacheFolder cache;
    const auto trained = classifierOf(data());
    const auto others = quarters(60, 3);
    const SampleQuality real = sampleQuality(imagesOf(*others), data(), trained->classifier, 0);
    EXPECT_EQ(real.samples, 60);
    EXPECT_EQ(real.floorImages, 60);
    EXPECT_NEAR(real.frechet / real.floorFrechet, 1, 0.5);
    EXPECT_GT(real.coverage.sure, 0.8);
    EXPECT_NEAR(std::accumulate(real.coverage.shares.begin(), real.coverage.shares.end(), 0.0), 1, 1e-9);
    for (const double share : real.coverage.shares) {
        EXPECT_NEAR(share, 0.25, 0.2);
    }

    const Tensor black({60, 17 * 17});
    const SampleQuality poor = sampleQuality(black, data(), trained->classifier, 0);
    EXPECT_GT(poor.frechet, 5 * real.frechet);
    EXPECT_EQ(std::ranges::count(poor.coverage.shares, 0.0), 3);
    messageOf(ErrorKind::Usage, [&] { sampleQuality(Tensor({2, 17 * 17}), data(), trained->classifier, 0); });
}

TEST(ClassifierTest, KnowsMnist) {
    const char* folder = std::getenv("LATENTSCAPE_MNIST");
    if (!folder) {
        GTEST_SKIP() << "LATENTSCAPE_MNIST does not name the folder of MNIST's IDX files";
    }
    const LoadedData mnist = loadData(folder);
    Classifier classifier(mnist.train->shape(), 10);
    classifier.train(mnist.train);
    EXPECT_GE(classifier.accuracy(*mnist.heldOut), 0.99);
}

} // namespace
} // namespace latentscape
