#include "core/data/PictureFolder.h"

#include "core/data/PictureDecoder.h"
#include "tests/core/data/Pictures.h"
#include "tests/core/io/AsNobody.h"

#include <algorithm>
#include <set>
#include <sys/stat.h>

namespace latentscape {
namespace {

using namespace test;
namespace fs = std::filesystem;

class PictureFolderTest : public PictureTest {
protected:
    ReadPictures read(const ImageForm& form = {}) const {
        return readPictures(findPictures(m_folder.path()), "Test", form);
    }
};

TEST_F(PictureFolderTest, FlatInTheOrderOfTheirNames) {
    writeMany(20);
    m_folder.write("notes.txt", std::string("no picture"));
    m_folder.write(".hidden.png", std::string("no picture"));
    const ReadPictures pictures = read();
    EXPECT_EQ(pictures.data.shape(), (ImageShape{1, 4, 4}));
    ASSERT_EQ(pictures.data.count(), 20);
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(pictures.data.pixels(i)[0], i);
    EXPECT_TRUE(pictures.data.factorNames().empty());
    EXPECT_TRUE(pictures.skipped.empty());

    const LoadedData data = load();
    EXPECT_EQ(data.train->count(), 18);
    EXPECT_EQ(data.heldOut->count(), 2);
    EXPECT_EQ(data.train->name(), m_folder.path().filename());
}

TEST_F(PictureFolderTest, SubfoldersAreClasses) {
    writeMany(3, "dogs/");
    writeMany(2, "cats/");
    writeMany(2, "cats/deeper/");
    fs::create_directory(m_folder / "empty");
    fs::create_directory_symlink(m_folder.path(), m_folder / "loop");
    fs::create_directory_symlink(m_folder.path(), m_folder / "cats" / "loop");
    const TemporaryFolder elsewhere;
    elsewhere.write("a.png", encoded(plain(4, 4, qRgb(99, 99, 99)), "PNG"));
    fs::create_directory_symlink(elsewhere.path(), m_folder / "linked");
    const ReadPictures pictures = read();
    EXPECT_EQ(pictures.data.classNames(), (std::vector<std::string>{"cats", "dogs", "linked"}));
    EXPECT_EQ(pictures.data.factorNames(), std::vector<std::string>{"label"});
    ASSERT_EQ(pictures.data.count(), 8);
    EXPECT_EQ(pictures.data.factors(3)[0], 0);
    EXPECT_EQ(pictures.data.factors(4)[0], 1);
    EXPECT_EQ(pictures.data.factors(7)[0], 2);
    EXPECT_EQ(pictures.data.pixels(7)[0], 99);
}

TEST_F(PictureFolderTest, TrainAndTestFoldersAreNotClasses) {
    writeMany(4, "train/a/");
    writeMany(4, "train/b/");
    writeMany(2, "val/a/");
    write("val/b/x.png", plain(50, 20, qRgb(1, 2, 3)));
    const LoadedData data = load();
    EXPECT_EQ(data.train->count(), 8);
    EXPECT_EQ(data.heldOut->count(), 3);
    EXPECT_EQ(data.heldOut->shape(), (ImageShape{1, 4, 4})); // as the training images
    EXPECT_EQ(data.heldOut->factors(2)[0], 1);
    writeMany(1, "val/c/");
    expectError(ErrorKind::Input, {"val", "other classes"}, [&] { load(); });
}

TEST_F(PictureFolderTest, TheSideIsTheirsOrTheChosenOrSmall) {
    write("a.png", plain(6, 4, qRgb(5, 5, 5)));
    write("b.png", plain(6, 4, qRgb(6, 6, 6)));
    EXPECT_EQ(read().data.shape(), (ImageShape{1, 4, 6}));
    EXPECT_EQ(read({.side = 16}).data.shape(), (ImageShape{1, 16, 16}));
    write("c.png", plain(4, 6, qRgb(7, 7, 7)));
    EXPECT_EQ(read().data.shape(), (ImageShape{1, kMixedSide, kMixedSide}));
    const ReadPictures padded = read({.side = 6, .fit = Fit::Pad});
    EXPECT_EQ(padded.data.pixels(0)[0], 0);
    EXPECT_EQ(padded.data.pixels(0)[6], 5);
    EXPECT_EQ(padded.data.pixels(2)[0], 0);
    EXPECT_EQ(padded.data.pixels(2)[1], 7);
    EXPECT_EQ(read({.side = 6}).data.pixels(0)[0], 5);
}

TEST_F(PictureFolderTest, LargePicturesOfOneSizeAreMadeSmall) {
    write("a.png", plain(300, 300, qRgb(5, 6, 7)));
    write("b.png", plain(300, 300, qRgb(5, 6, 7)));
    EXPECT_EQ(read().data.shape(), (ImageShape{3, kMixedSide, kMixedSide}));
}

TEST_F(PictureFolderTest, ColourIsAutomaticOrChosen) {
    write("a.png", plain(2, 2, qRgb(100, 100, 100)));
    EXPECT_EQ(read().data.shape().channels, 1);
    EXPECT_EQ(read({.colour = Colour::Rgb}).data.shape().channels, 3);
    write("b.png", plain(2, 2, qRgb(255, 0, 0)));
    EXPECT_EQ(read().data.shape().channels, 3);
    const ReadPictures grey = read({.colour = Colour::Grey});
    EXPECT_EQ(grey.data.shape().channels, 1);
    EXPECT_EQ(grey.data.pixels(0)[0], 100);
    EXPECT_EQ(grey.data.pixels(1)[0], 76);
}

TEST_F(PictureFolderTest, AFewBadOnesAreListedAndSkipped) {
    writeMany(30, "a/");
    writeMany(10, "b/");
    m_folder.write("a/1005.png", std::string("broken"));
    ASSERT_EQ(mkfifo((m_folder / "b" / "0.png").c_str(), 0600), 0);
    for (int again = 0; again < 2; ++again) { // decoded, then from the cache
        const ReadPictures pictures = read();
        EXPECT_EQ(pictures.data.count(), 39);
        ASSERT_EQ(pictures.skipped.size(), 2u);
        EXPECT_TRUE(pictures.skipped[0].starts_with((m_folder / "a" / "1005.png").string()));
        EXPECT_NE(pictures.skipped[1].find("FIFO"), std::string::npos);
        EXPECT_EQ(pictures.data.pixels(4)[0], 4);
        EXPECT_EQ(pictures.data.pixels(5)[0], 6);
        EXPECT_EQ(pictures.data.factors(28)[0], 0);
        EXPECT_EQ(pictures.data.factors(29)[0], 1);
    }
    EXPECT_EQ(load().skipped.size(), 2u);
}

TEST_F(PictureFolderTest, MoreThanAFewBadOnesAreRefused) {
    writeMany(20);
    m_folder.write("1003.png", std::string("broken"));
    EXPECT_EQ(read().skipped.size(), 1u); // just 5 %
    m_folder.write("1004.png", std::string("broken"));
    expectError(ErrorKind::Input,
                {m_folder.path().string(), "5 % of 20", "1003.png", "1004.png: is no picture"},
                [&] { load(); });
    EXPECT_EQ(m_cache.fileCount(), 1); // the folder of the one before
}

TEST_F(PictureFolderTest, WhatMayNotBeReadIsSkipped) {
    writeMany(20);
    fs::permissions(m_folder / "1003.png", fs::perms(0));
    fs::permissions(m_folder.path(), fs::perms(0755));
    const AsNobody nobody;
    const ReadPictures pictures = read();
    ASSERT_EQ(pictures.skipped.size(), 1u);
    EXPECT_NE(pictures.skipped[0].find("Permission denied"), std::string::npos);
}

TEST_F(PictureFolderTest, CanBeFollowedAndCancelled) {
    writeMany(40);
    std::vector<double> shares;
    load({}, {{}, [&](const fs::path& folder, double share) {
                  EXPECT_EQ(folder, m_folder.path());
                  shares.push_back(share);
              }});
    EXPECT_TRUE(std::ranges::is_sorted(shares));
    EXPECT_EQ(shares.back(), 1);
    std::stop_source stop;
    stop.request_stop();
    expectError(ErrorKind::Cancelled, {"cancelled"}, [&] { load({.side = 8}, {stop.get_token(), {}}); });
    std::stop_source later;
    expectError(ErrorKind::Cancelled, {"cancelled"}, [&] {
        load({.side = 8}, {later.get_token(), [&](const fs::path&, double share) {
                               if (share > 0)
                                   later.request_stop();
                           }});
        load({.side = 8}, {later.get_token(), {}}); // small folders end before they are looked at again
    });
}

TEST_F(PictureFolderTest, FoldersThatTheMemoryCannotHoldAreRefused) {
    PictureFiles files{m_folder.path(), {}, {}, {}};
    files.files.resize(1'000'000, "x.png");
    EXPECT_NE(
        messageOf(ErrorKind::Input, [&] { readPictures(files, "Large", {.side = 1024}); }).find("memory"),
        std::string::npos);
}

} // namespace
} // namespace latentscape
