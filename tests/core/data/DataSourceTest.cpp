#include "core/data/DataSource.h"

#include "tests/core/data/IdxFiles.h"
#include "tests/core/io/AsNobody.h"

#include <algorithm>
#include <set>
#include <sys/stat.h>

namespace latentscape {
namespace {

using namespace test;
namespace fs = std::filesystem;

class DataSourceTest : public testing::Test {
protected:
    LoadedData load(const LoadOptions& options = {}) const {
        return loadData(m_folder.path().string(), options);
    }

    TemporaryFolder m_folder;
};

TEST_F(DataSourceTest, ShapesHaveATenthHeldOut) {
    const LoadedData data = loadData("shapes");
    EXPECT_EQ(data.train->count(), 18000);
    EXPECT_EQ(data.heldOut->count(), 2000);
    EXPECT_EQ(data.train->name(), "Shapes");
    EXPECT_EQ(data.train->factorNames().size(), 5u);
    const LoadedData other = loadData("shapes", {.limit = 100, .seed = 1});
    EXPECT_EQ(other.train->count(), 100);
    EXPECT_EQ(other.heldOut->count(), 100);
    EXPECT_NE(other.train->fingerprint(), loadData("shapes", {.limit = 100}).train->fingerprint());
    expectError(ErrorKind::Usage, {"limit is -1"}, [] { loadData("shapes", {.limit = -1}); });
}

TEST_F(DataSourceTest, FolderOfPairs) {
    m_folder.write("train-images-idx3-ubyte", idxFile({6, 2, 2}));
    m_folder.write("train-labels-idx1-ubyte", idxFile({6}, 100));
    m_folder.write("t10k-images-idx3-ubyte", idxFile({3, 2, 2}, 50));
    m_folder.write("t10k-labels-idx1-ubyte", idxFile({3}, 200));
    const LoadedData data = load();
    EXPECT_EQ(data.train->count(), 6);
    EXPECT_EQ(data.heldOut->count(), 3);
    EXPECT_EQ(data.heldOut->pixels(0)[0], 50);
    EXPECT_EQ(data.train->factorNames(), std::vector<std::string>{"label"});
    EXPECT_EQ(data.train->factors(5)[0], 105);
    EXPECT_EQ(data.heldOut->factors(0)[0], 200);
    EXPECT_EQ(load({.limit = 2}).train->count(), 2);
    EXPECT_EQ(load({.limit = 4}).heldOut->count(), 3);
}

TEST_F(DataSourceTest, ComesInTheFormThatIsWanted) {
    m_folder.write("train-images-idx3-ubyte", idxFile({6, 2, 2}));
    m_folder.write("train-labels-idx1-ubyte", idxFile({6}, 100));
    m_folder.write("t10k-images-idx3-ubyte", idxFile({3, 2, 2}, 50));
    const LoadedData padded = load({.form = {.side = 4, .fit = Fit::Pad}});
    EXPECT_EQ(padded.train->shape(), (ImageShape{1, 4, 4}));
    EXPECT_EQ(padded.train->pixels(1)[5], 4);
    EXPECT_EQ(padded.train->pixels(1)[4], 0);
    EXPECT_EQ(padded.train->factors(5)[0], 105);
    EXPECT_EQ(padded.heldOut->shape(), (ImageShape{1, 4, 4}));
    EXPECT_EQ(load({.form = {.colour = Colour::Rgb}}).train->image(0).pixels,
              (Bytes{0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3}));
    EXPECT_EQ(load({.form = {.side = 2, .colour = Colour::Grey}}).train->fingerprint(),
              load().train->fingerprint());
    EXPECT_EQ(loadData("shapes", {.limit = 10, .form = {.side = 32}}).train->shape(),
              (ImageShape{1, 32, 32}));
    expectError(ErrorKind::Usage, {"side is 2000", "1024"},
                [] { loadData("shapes", {.form = {.side = 2000}}); });
}

TEST_F(DataSourceTest, OtherSpellingsPackedAndWithoutLabels) {
    m_folder.write("train-images.idx3-ubyte.gz", gzip(idxFile({6, 2, 2})));
    m_folder.write("t10k-images-idx3-ubyte", idxFile({3, 2, 2}));
    const LoadedData data = load();
    EXPECT_EQ(data.train->count(), 6);
    EXPECT_EQ(data.heldOut->count(), 3);
    EXPECT_TRUE(data.train->factorNames().empty());
    EXPECT_TRUE(data.train->factors(0).empty());
}

TEST_F(DataSourceTest, EmnistFolderHoldsSeveralSets) {
    for (const std::string set : {"letters", "digits"}) {
        const auto count = static_cast<std::uint32_t>(set.size());
        m_folder.write("emnist-" + set + "-train-images-idx3-ubyte.gz", gzip(idxFile({count, 2, 2})));
        m_folder.write("emnist-" + set + "-train-labels-idx1-ubyte.gz", gzip(idxFile({count})));
        m_folder.write("emnist-" + set + "-test-images-idx3-ubyte.gz", gzip(idxFile({2, 2, 2})));
    }
    expectError(ErrorKind::Input,
                {"2 data sets", "emnist-digits-train-images-idx3-ubyte.gz",
                 "emnist-letters-train-images-idx3-ubyte.gz"},
                [&] { load(); });
    const LoadedData data =
        loadData((m_folder.path() / "emnist-letters-train-images-idx3-ubyte.gz").string());
    EXPECT_EQ(data.train->name(), "EMNIST letters");
    EXPECT_EQ(data.train->count(), 7);
    EXPECT_EQ(data.train->factorNames().size(), 1u);
    EXPECT_EQ(data.heldOut->count(), 2);
}

TEST_F(DataSourceTest, SingleFileIsSplitBySeed) {
    const auto file = m_folder.write("photos.images.idx3-ubyte", idxFile({50, 2, 2}));
    m_folder.write("photos-labels-idx1-ubyte.gz", gzip(idxFile({50})));
    const LoadedData data = loadData(file.string(), {.seed = 1});
    EXPECT_EQ(data.train->count(), 45);
    EXPECT_EQ(data.heldOut->count(), 5);
    std::set<int> labels;
    for (const auto& part : {data.train, data.heldOut})
        for (std::int64_t i = 0; i < part->count(); ++i) {
            EXPECT_EQ(part->pixels(i)[0], (4 * part->factors(i)[0]) % 256);
            labels.insert(part->factors(i)[0]);
        }
    EXPECT_EQ(labels.size(), 50u);
    EXPECT_EQ(loadData(file.string(), {.seed = 1}).heldOut->fingerprint(), data.heldOut->fingerprint());
    EXPECT_NE(loadData(file.string(), {.seed = 2}).heldOut->fingerprint(), data.heldOut->fingerprint());

    const auto anyName = m_folder.write("anything.bin", idxFile({20, 2, 2}));
    EXPECT_EQ(loadData(anyName.string()).train->count(), 18);
    EXPECT_EQ(loadData(anyName.string()).train->name(), "anything.bin");
    const auto one = m_folder.write("one", idxFile({1, 2, 2}));
    expectError(ErrorKind::Input, {"one image", "at least two"}, [&] { loadData(one.string()); });
}

TEST_F(DataSourceTest, NamesForPeople) {
    const std::vector<std::pair<std::string, std::string>> names{{"mnist", "MNIST"},
                                                                 {"mnist/raw", "MNIST"},
                                                                 {"mnist/package/data", "MNIST"},
                                                                 {"fashion-mnist", "Fashion-MNIST"},
                                                                 {"FashionMNIST/raw", "Fashion-MNIST"},
                                                                 {"My pictures", "My pictures"}};
    for (const auto& [folder, name] : names) {
        m_folder.write(folder + "/train-images-idx3-ubyte", idxFile({2, 2, 2}));
        EXPECT_EQ(loadData((m_folder.path() / folder).string()).train->name(), name);
        EXPECT_EQ(loadData((m_folder.path() / folder).string() + "/").train->name(), name);
    }
}

TEST_F(DataSourceTest, FashionMnistsClassesHaveNamesWhereverItLies) {
    Bytes labels = idxHeader(8, {10000});
    labels.resize(labels.size() + 10000);
    const Bytes first{9, 2, 1, 1, 6, 1, 4, 6, 5, 7, 4, 5, 7, 3, 4, 1}; // of its test images
    std::ranges::copy(first, labels.begin() + 8);
    const auto images = m_folder.write("t10k-images-idx3-ubyte", idxFile({10000, 1, 1}));
    m_folder.write("t10k-labels-idx1-ubyte", labels);
    const std::vector<std::string> names = loadData(images).train->classNames();
    ASSERT_EQ(names.size(), 10u);
    EXPECT_EQ(names[0], "T-shirt/top");
    EXPECT_EQ(names[9], "Ankle boot");
    labels[8] = 5; // others of that number
    m_folder.write("t10k-labels-idx1-ubyte", labels);
    EXPECT_TRUE(loadData(images).train->classNames().empty());
}

TEST_F(DataSourceTest, RefusesCountsThatDiffer) {
    m_folder.write("train-images-idx3-ubyte", idxFile({6, 2, 2}));
    m_folder.write("train-labels-idx1-ubyte", idxFile({5}));
    expectError(ErrorKind::Input, {"train-labels-idx1-ubyte", "byte 4:", "5 labels", "expected 6"},
                [&] { load(); });
}

TEST_F(DataSourceTest, RefusesFilesInWrongPlaces) {
    const auto images = m_folder.write("train-images-idx3-ubyte", idxFile({6}));
    expectError(ErrorKind::Input, {images.string(), "byte 3:", "holds labels", "expected images"},
                [&] { load(); });
    m_folder.write("train-images-idx3-ubyte", idxFile({6, 2, 2}));
    m_folder.write("train-labels-idx1-ubyte", idxFile({6, 2, 2}));
    expectError(ErrorKind::Input, {"train-labels", "byte 3:", "expected labels"}, [&] { load(); });
    fs::remove(m_folder.path() / "train-labels-idx1-ubyte");
    m_folder.write("t10k-images-idx3-ubyte", idxFile({6, 2, 3}));
    expectError(ErrorKind::Input, {"t10k-images", "byte 8:", "another size", "train-images"},
                [&] { load(); });
    m_folder.write("train-images-idx3-ubyte", idxFile({1, 1, 5000}));
    expectError(ErrorKind::Input, {"byte 12:", "5000 pixels", "at most 4096"}, [&] { load(); });
}

TEST_F(DataSourceTest, RefusesFolderWithoutImages) {
    m_folder.write("holiday.txt", {1, 2, 3});
    expectError(ErrorKind::Input, {m_folder.path().string(), "holds no images", "train-images-idx3-ubyte"},
                [&] { load(); });
}

TEST_F(DataSourceTest, RefusesWhatCannotBeRead) {
    expectError(ErrorKind::Input, {"/not/there", "No such file"}, [] { loadData("/not/there"); });
    expectError(ErrorKind::Input, {"No such file"}, [] { loadData(""); });
    fs::create_directory(m_folder.path() / "train-images-idx3-ubyte");
    expectError(ErrorKind::Input, {"train-images-idx3-ubyte", "a folder"}, [&] { load(); });
    const auto fifo = m_folder.path() / "fifo";
    ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
    expectError(ErrorKind::Input, {fifo.string(), "FIFO"}, [&] { loadData(fifo.string()); });
}

TEST_F(DataSourceTest, AFolderThatMayNotBeReadIsAFailureOfTheSystem) {
    m_folder.write("train-images-idx3-ubyte", idxFile({6, 2, 2}));
    fs::permissions(m_folder.path(), fs::perms(0300));
    {
        const AsNobody nobody;
        expectError(ErrorKind::Io, {m_folder.path().string(), "Permission denied", "readable"},
                    [&] { load(); });
    }
    fs::permissions(m_folder.path(), fs::perms(0700));
}

TEST_F(DataSourceTest, FindsTheUsersDataFolder) {
    m_folder.write("latentscape/datasets/mnist/train-images-idx3-ubyte", {});
    m_folder.write("latentscape/datasets/letters/emnist-letters-train-images-idx3-ubyte.gz", {});
    m_folder.write("latentscape/datasets/letters/emnist-digits-train-images-idx3-ubyte.gz", {});
    m_folder.write("latentscape/datasets/holiday/picture.jpg", {});
    const char* previous = std::getenv("XDG_DATA_HOME");
    const std::string restore = previous ? previous : "";
    setenv("XDG_DATA_HOME", m_folder.path().c_str(), 1);
    const std::vector<FoundData> found = findData();
    previous ? setenv("XDG_DATA_HOME", restore.c_str(), 1) : unsetenv("XDG_DATA_HOME");

    ASSERT_GE(found.size(), 4u);
    EXPECT_EQ(found[0].source, "shapes");
    const auto tail = std::span(found).last(3);
    EXPECT_EQ(tail[0].name, "EMNIST digits");
    EXPECT_TRUE(tail[0].source.ends_with("letters/emnist-digits-train-images-idx3-ubyte.gz"));
    EXPECT_EQ(tail[1].name, "EMNIST letters");
    EXPECT_EQ(tail[2].name, "MNIST");
    EXPECT_TRUE(tail[2].source.ends_with("datasets/mnist"));
}

TEST_F(DataSourceTest, LoadsFashionMnist) {
    const fs::path folder = "/usr/share/datasets/fashion-mnist";
    if (!fs::exists(folder))
        GTEST_SKIP() << "Fashion-MNIST is not installed (apt-get install dataset-fashion-mnist)";
    EXPECT_TRUE(
        std::ranges::any_of(findData(), [](const FoundData& f) { return f.name == "Fashion-MNIST"; }));
    const LoadedData data = loadData(folder.string());
    EXPECT_EQ(data.train->name(), "Fashion-MNIST");
    EXPECT_EQ(data.train->count(), 60000);
    EXPECT_EQ(data.heldOut->count(), 10000);
    EXPECT_EQ(data.train->factors(0)[0], 9); // an ankle boot
}

TEST_F(DataSourceTest, ALoadCanBeFollowedAndCancelled) {
    m_folder.write("train-images-idx3-ubyte.gz", gzip(idxFile({2000, 28, 28})));
    std::vector<double> shares;
    load({.watch = {{}, [&](const fs::path& file, double share) {
                        EXPECT_EQ(file.filename(), "train-images-idx3-ubyte.gz");
                        shares.push_back(share);
                    }}});
    EXPECT_GT(shares.size(), 3u);
    EXPECT_TRUE(std::ranges::is_sorted(shares));
    std::stop_source stop;
    std::size_t calls = 0;
    expectError(ErrorKind::Cancelled, {"train-images", "cancelled"}, [&] {
        load({.watch = {stop.get_token(), [&](const fs::path&, double) {
                            ++calls;
                            stop.request_stop();
                        }}});
    });
    EXPECT_EQ(calls, 1u);
}

TEST_F(DataSourceTest, LoadsMnist) {
    const char* folder = std::getenv("LATENTSCAPE_MNIST");
    if (!folder)
        GTEST_SKIP() << "LATENTSCAPE_MNIST does not name the folder of MNIST's IDX files";
    const LoadedData data = loadData(folder);
    EXPECT_EQ(data.train->count(), 60000);
    EXPECT_EQ(data.heldOut->count(), 10000);
    EXPECT_EQ(data.train->factors(0)[0], 5);
}

} // namespace
} // namespace latentscape
