#include "core/data/CifarReader.h"

#include "core/data/DataSource.h"
#include "tests/core/data/IdxFiles.h"

#include <algorithm>
#include <cstdlib>
#include <sys/stat.h>

namespace latentscape {
namespace {

using namespace test;
namespace fs = std::filesystem;

// Rows with these labels and pixels whose red is 10, green 20 and blue 30 more than the row's number; the
// first pixel is black.
Bytes rows(int count, const Bytes& labels, int first = 0) {
    Bytes bytes;
    for (int i = 0; i < count; ++i) {
        bytes.insert(bytes.end(), labels.begin(), labels.end());
        for (const int value : {10, 20, 30}) {
            bytes.push_back(0);
            bytes.insert(bytes.end(), 1023, static_cast<std::uint8_t>(value + first + i));
        }
    }
    return bytes;
}

class CifarReaderTest : public testing::Test {
protected:
    LoadedData load(const LoadOptions& options = {}) const {
        return loadData(m_folder.path().string(), options);
    }

    TemporaryFolder m_folder;
};

TEST_F(CifarReaderTest, TenHasBatchesATestSetAndNames) {
    m_folder.write("data_batch_1.bin", rows(2, {3}));
    m_folder.write("data_batch_2.bin", rows(3, {9}, 2));
    m_folder.write("test_batch.bin", rows(1, {0}, 50));
    m_folder.write("batches.meta.txt",
                   std::string("airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n"));
    const LoadedData data = load();
    EXPECT_EQ(data.train->name(), "CIFAR-10");
    EXPECT_EQ(data.train->shape(), (ImageShape{3, 32, 32}));
    EXPECT_EQ(data.train->count(), 5);
    EXPECT_EQ(data.heldOut->count(), 1);
    const auto pixels = data.train->pixels(4);
    EXPECT_EQ((Bytes{pixels.begin(), pixels.begin() + 6}), (Bytes{0, 0, 0, 14, 24, 34})); // interleaved
    EXPECT_EQ(data.heldOut->pixels(0)[3], 60);
    EXPECT_EQ(data.train->factorNames(), std::vector<std::string>{"label"});
    EXPECT_EQ(data.train->factors(0)[0], 3);
    EXPECT_EQ(data.train->factors(4)[0], 9);
    ASSERT_EQ(data.train->classNames().size(), 10u);
    EXPECT_EQ(data.train->classNames()[3], "cat");
}

TEST_F(CifarReaderTest, HundredHasFineAndCoarseLabels) {
    m_folder.write("train.bin", rows(20, {19, 99}));
    const LoadedData data = load(); // no test set: a tenth is held out
    EXPECT_EQ(data.train->name(), "CIFAR-100");
    EXPECT_EQ(data.train->count(), 18);
    EXPECT_EQ(data.heldOut->count(), 2);
    EXPECT_EQ(data.train->factorNames(), (std::vector<std::string>{"label", "coarse label"}));
    EXPECT_EQ(data.train->factors(0)[0], 99);
    EXPECT_EQ(data.train->factors(0)[1], 19);
    EXPECT_TRUE(data.train->classNames().empty());
}

TEST_F(CifarReaderTest, ComesInTheFormThatIsWanted) {
    m_folder.write("data_batch_1.bin", rows(2, {3}));
    m_folder.write("test_batch.bin", rows(2, {3}));
    const LoadedData data = load({.limit = 1, .form = {.side = 36, .fit = Fit::Pad, .colour = Colour::Grey}});
    EXPECT_EQ(data.train->shape(), (ImageShape{1, 36, 36}));
    EXPECT_EQ(data.heldOut->shape(), (ImageShape{1, 36, 36}));
    EXPECT_EQ(data.train->count(), 1);
    EXPECT_EQ(data.train->pixels(0)[2 * 36 + 3], 18); // 0.299 * 10 + 0.587 * 20 + 0.114 * 30
    EXPECT_EQ(data.train->factors(0)[0], 3);
}

TEST_F(CifarReaderTest, RefusesDamagedFiles) {
    Bytes bytes = rows(3, {3});
    bytes.pop_back();
    const auto file = m_folder.write("data_batch_1.bin", bytes);
    expectError(ErrorKind::Input, {file.string(), "byte 6146:", "9218 bytes long", "rows of 3073"},
                [&] { load(); });
    m_folder.write("data_batch_1.bin", Bytes{});
    expectError(ErrorKind::Input, {file.string(), "byte 0:", "0 bytes long"}, [&] { load(); });
    bytes = rows(3, {3});
    bytes[2 * 3073] = 10;
    m_folder.write("data_batch_1.bin", bytes);
    expectError(ErrorKind::Input, {file.string(), "byte 6146:", "label is 10", "0 to 9"}, [&] { load(); });
    fs::remove(file);
    fs::create_directory(file);
    expectError(ErrorKind::Input, {file.string(), "a folder"}, [&] { load(); });
    fs::remove(file);
    ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
    expectError(ErrorKind::Input, {file.string(), "FIFO"}, [&] { load(); });
}

TEST_F(CifarReaderTest, RefusesAFolderOfWhichItIsNotClearWhatItHolds) {
    m_folder.write("data_batch_1.bin", rows(2, {3}));
    m_folder.write("data_batch_3.bin", rows(2, {3}));
    expectError(ErrorKind::Input, {"data_batch_2.bin: is missing", "data_batch_3.bin is there"},
                [&] { load(); });
    m_folder.write("data_batch_2.bin", rows(2, {3}));
    m_folder.write("train.bin", rows(20, {19, 99}));
    expectError(ErrorKind::Input, {"CIFAR-10", "CIFAR-100", "folder of its own"}, [&] { load(); });
}

TEST_F(CifarReaderTest, CanBeCancelled) {
    m_folder.write("train.bin", rows(600, {1, 1}));
    std::stop_source stop;
    int calls = 0;
    expectError(ErrorKind::Cancelled, {"train.bin", "cancelled"}, [&] {
        load({.watch = {stop.get_token(), [&](const fs::path&, double share) {
                            EXPECT_EQ(share, 0);
                            ++calls;
                            stop.request_stop();
                        }}});
    });
    EXPECT_EQ(calls, 1);
}

TEST_F(CifarReaderTest, IsFoundInTheUsersDataFolder) {
    m_folder.write("latentscape/datasets/cifar/data_batch_1.bin", {});
    const char* previous = std::getenv("XDG_DATA_HOME");
    const std::string restore = previous ? previous : "";
    setenv("XDG_DATA_HOME", m_folder.path().c_str(), 1);
    const std::vector<FoundData> found = findData();
    previous ? setenv("XDG_DATA_HOME", restore.c_str(), 1) : unsetenv("XDG_DATA_HOME");
    EXPECT_EQ(found.back().name, "CIFAR-10");
    EXPECT_TRUE(found.back().source.ends_with("datasets/cifar"));
}

} // namespace
} // namespace latentscape
