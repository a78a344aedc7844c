// Whole data sets: they are found once they are complete, and what can't be used is told.
#include "net/DataDownload.h"

#include "core/data/DataSource.h"
#include "net/Unpack.h"
#include "tests/core/io/TemporaryFolder.h"
#include "tests/net/Contents.h"
#include "tests/net/LocalServer.h"

#include <archive.h>
#include <archive_entry.h>

namespace latentscape {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

using Members = std::vector<std::pair<std::string, std::string>>; // path, content

void writeTarGz(const fs::path& file, const Members& members) {
    archive* writer = archive_write_new();
    archive_write_add_filter_gzip(writer);
    archive_write_set_format_ustar(writer);
    ASSERT_EQ(archive_write_open_filename(writer, file.c_str()), ARCHIVE_OK);
    for (const auto& [path, content] : members) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, path.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_write_header(writer, entry);
        archive_write_data(writer, content.data(), content.size());
        archive_entry_free(entry);
    }
    archive_write_free(writer);
}

class DataDownloadTest : public testing::Test {
protected:
    DataDownloadTest() { setenv("XDG_DATA_HOME", m_folder.path().c_str(), 1); }
    ~DataDownloadTest() override { unsetenv("XDG_DATA_HOME"); }

    DataHome plain() {
        DataHome home{"mnist", "MNIST", "", m_server.url()};
        for (const auto& [name, count] :
             {std::pair{"train-images-idx3-ubyte", 40}, std::pair{"t10k-images-idx3-ubyte", 10}}) {
            const std::string content = idxImages(count, 8);
            m_server.put(name, content);
            home.files.push_back(published(name, content));
        }
        return home;
    }
    DataHome packed(const Members& members) {
        writeTarGz(m_folder / "cifar.tar.gz", members);
        const std::string content = readBytes(m_folder / "cifar.tar.gz");
        m_server.put("cifar.tar.gz", content);
        DataHome home{"cifar-10", "CIFAR-10", "", m_server.url(), {published("cifar.tar.gz", content)}};
        home.contents = {"data_batch_1.bin", "test_batch.bin"};
        return home;
    }
    static bool isFound(const std::string& name) {
        return std::ranges::any_of(findData(), [&](const FoundData& data) { return data.name == name; });
    }

    TemporaryFolder m_folder;
    LocalServer m_server;
    DownloadOptions m_options{.attempts = 2, .pause = 1ms, .silence = 20s};
};

TEST_F(DataDownloadTest, ADataSetIsFoundOnceItIsThere) {
    const DataHome home = plain();
    EXPECT_FALSE(isDataThere(home));
    std::vector<double> shares;
    const fs::path folder =
        downloadData(home, {{}, [&](const fs::path&, double share) { shares.push_back(share); }}, m_options);
    EXPECT_TRUE(std::ranges::is_sorted(shares));
    EXPECT_EQ(shares.back(), 1);
    EXPECT_TRUE(isDataThere(home));
    EXPECT_TRUE(isFound("MNIST"));
    const LoadedData data = loadData(folder.string());
    EXPECT_EQ(data.train->count(), 40);
    EXPECT_EQ(data.heldOut->count(), 10);
    EXPECT_EQ(downloadData(home, {}, m_options), folder); // again: nothing is fetched
    EXPECT_EQ(m_server.requests.size(), 2u);
}

TEST_F(DataDownloadTest, HalfADataSetIsNotFoundAndIsCompletedLater) {
    DataHome home = plain();
    const std::string right = std::exchange(home.files[1].sha256, "wrong");
    messageOf(ErrorKind::Input, [&] { downloadData(home, {}, m_options); });
    EXPECT_FALSE(isDataThere(home));
    EXPECT_FALSE(isFound("MNIST"));
    home.files[1].sha256 = right;
    downloadData(home, {}, m_options);
    EXPECT_TRUE(isFound("MNIST"));
    EXPECT_EQ(m_server.requests.size(), 3u); // the first file once
}

TEST_F(DataDownloadTest, AnArchiveIsUnpackedAndRemoved) {
    const DataHome home = packed({{"cifar-10-batches-bin/data_batch_1.bin", std::string(3073 * 4, '\3')},
                                  {"cifar-10-batches-bin/readme.html", "not wanted"},
                                  {"../../../test_batch.bin", std::string(3073 * 2, '\3')}});
    const fs::path folder = downloadData(home, {}, m_options);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 2);
    EXPECT_TRUE(isFound("CIFAR-10"));
    EXPECT_EQ(loadData(folder.string()).train->count(), 4);
}

TEST_F(DataDownloadTest, AnArchiveThatLacksAFileIsNamed) {
    const DataHome home = packed({{"data_batch_1.bin", someBytes(3073)}});
    const std::string message = messageOf(ErrorKind::Input, [&] { downloadData(home, {}, m_options); });
    EXPECT_NE(message.find("test_batch.bin"), std::string::npos) << message;
    EXPECT_FALSE(isDataThere(home));
}

TEST_F(DataDownloadTest, ADamagedArchiveIsNamed) {
    writeTarGz(m_folder / "whole.tar.gz", {{"data_batch_1.bin", someBytes(30730)}});
    const std::string whole = readBytes(m_folder / "whole.tar.gz");
    for (const std::string& bytes :
         {whole.substr(0, whole.size() / 2), std::string("no archive at all"), std::string()}) {
        const fs::path file = m_folder.write("damaged.tar.gz", bytes);
        const std::string message =
            messageOf(ErrorKind::Input, [&] { unpack(file, {"data_batch_1.bin"}, m_folder.path()); });
        EXPECT_NE(message.find("damaged.tar.gz"), std::string::npos) << message;
        EXPECT_FALSE(fs::exists(m_folder / "data_batch_1.bin"));
    }
}

TEST_F(DataDownloadTest, WhatIsInTheWayIsNamedAndKept) {
    const DataHome home = plain();
    fs::create_directories(dataFolder(home));
    writeBytes(dataFolder(home) / "mine.txt", "keep me");
    const std::string message = messageOf(ErrorKind::Io, [&] { downloadData(home, {}, m_options); });
    EXPECT_NE(message.find(dataFolder(home).string()), std::string::npos) << message;
    EXPECT_EQ(readBytes(dataFolder(home) / "mine.txt"), "keep me");
    fs::remove_all(dataFolder(home));
    downloadData(home, {}, m_options);
    EXPECT_EQ(m_server.requests.size(), 2u); // once each
}

TEST_F(DataDownloadTest, MoreThanTheDiskHoldsIsNotBegun) {
    DataHome home = plain();
    home.contentBytes = std::int64_t{1} << 60;
    const std::string message = messageOf(ErrorKind::Io, [&] { downloadData(home, {}, m_options); });
    EXPECT_NE(message.find("Make room"), std::string::npos) << message;
    EXPECT_TRUE(m_server.requests.empty());
}

TEST(DataHomes, AreWholeAndUseHttps) {
    ASSERT_EQ(dataHomes().size(), 3u);
    for (const DataHome& home : dataHomes()) {
        EXPECT_TRUE(home.url.starts_with("https://") && home.url.ends_with('/')) << home.url;
        EXPECT_GT(home.bytes(), 1'000'000);
        for (const PublishedFile& file : home.files) {
            EXPECT_EQ(file.sha256.size(), 64u) << file.name;
            EXPECT_EQ(file.sha256.find_first_not_of("0123456789abcdef"), std::string::npos) << file.name;
        }
    }
}

} // namespace
} // namespace latentscape
