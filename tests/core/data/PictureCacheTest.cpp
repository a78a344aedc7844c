#include "core/data/PictureCache.h"

#include "tests/core/data/Pictures.h"

#include <chrono>

namespace latentscape {
namespace {

using namespace test;
namespace fs = std::filesystem;

class PictureCacheTest : public PictureTest {
protected:
    PictureFiles files() const { return findPictures(m_folder.path()); }
    PictureCache cache(const ImageForm& form = {}) const { return {files(), form}; }
    bool isHit(const ImageForm& form = {}) const { return cache(form).read({}).has_value(); }
};

DecodedPictures threePictures() {
    return {{1, 1, 2}, {1, 2, 3, 4}, {{1, "b.png: is broken"}}};
}

TEST_F(PictureCacheTest, GivesBackWhatWasWritten) {
    writeMany(3);
    EXPECT_FALSE(isHit());
    cache().write(threePictures());
    const auto read = cache().read({});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->shape, (ImageShape{1, 1, 2}));
    EXPECT_EQ(read->pixels, (Bytes{1, 2, 3, 4}));
    ASSERT_EQ(read->skipped.size(), 1u);
    EXPECT_EQ(read->skipped[0].index, 1u);
    EXPECT_EQ(read->skipped[0].reason, "b.png: is broken");
    EXPECT_EQ(cache().file().parent_path(), m_cache / "latentscape");
    EXPECT_EQ(fs::status(m_cache / "latentscape").permissions(), fs::perms::owner_all);
}

TEST_F(PictureCacheTest, PicturesAreSkippedOnceAndInTheirOrder) {
    writeMany(3);
    for (const auto& [first, second] : {std::pair(1u, 1u), {2u, 0u}}) {
        DecodedPictures pictures{
            {1, 1, 2}, {1, 2}, {{first, "a.png: is broken"}, {second, "b.png: is broken"}}};
        cache().write(pictures);
        EXPECT_FALSE(isHit());
    }
}

TEST_F(PictureCacheTest, AnotherFormIsAnotherFile) {
    writeMany(3);
    cache().write(threePictures());
    for (const ImageForm& form :
         {ImageForm{.side = 2}, ImageForm{.fit = Fit::Pad}, ImageForm{.colour = Colour::Rgb}}) {
        EXPECT_FALSE(isHit(form));
        EXPECT_NE(cache(form).file(), cache().file());
    }
}

TEST_F(PictureCacheTest, AChangedFolderIsReadAnew) {
    writeMany(3);
    cache().write(threePictures());
    ASSERT_TRUE(isHit());
    const fs::path file = m_folder / "1001.png";
    const auto time = fs::last_write_time(file);
    fs::last_write_time(file, time + std::chrono::seconds(1));
    EXPECT_FALSE(isHit());
    fs::last_write_time(file, time);
    ASSERT_TRUE(isHit());
    fs::rename(file, m_folder / "1001b.png");
    EXPECT_FALSE(isHit());
    fs::rename(m_folder / "1001b.png", file);
    writeMany(4);
    EXPECT_FALSE(isHit());
}

TEST_F(PictureCacheTest, ADamagedFileIsNotUsedAndReplaced) {
    writeMany(3);
    cache().write(threePictures());
    const fs::path file = cache().file();
    const std::string whole = readBytes(file);
    for (std::size_t bit = 0; bit < whole.size() * 8; bit += 3) {
        flipBit(file, bit);
        EXPECT_FALSE(isHit()) << bit;
        flipBit(file, bit);
    }
    for (std::size_t length = 0; length < whole.size(); ++length) {
        writeBytes(file, whole.substr(0, length));
        EXPECT_FALSE(isHit()) << length;
    }
    writeBytes(file, whole + "x");
    EXPECT_FALSE(isHit());
    cache().write(threePictures());
    EXPECT_TRUE(isHit());
    EXPECT_EQ(fs::path(file).parent_path(), m_cache / "latentscape");
}

TEST_F(PictureCacheTest, ALoadUsesIt) {
    writeMany(20);
    const std::uint32_t first = load().train->fingerprint();
    const PictureCache there = cache();
    auto pictures = there.read({});
    ASSERT_TRUE(pictures);
    std::ranges::fill(pictures->pixels, std::uint8_t{77});
    there.write(*pictures);
    EXPECT_EQ(load().train->pixels(0)[0], 77);
    flipBit(there.file(), 8 * fs::file_size(there.file()) - 1);
    EXPECT_EQ(load().train->fingerprint(), first);
    EXPECT_TRUE(isHit());
}

TEST_F(PictureCacheTest, NoPlaceForItIsNoFailure) {
    writeMany(20);
    const auto file = m_cache.write("file", std::string("x"));
    setenv("XDG_CACHE_HOME", file.c_str(), 1); // no folder
    EXPECT_EQ(load().train->count(), 18);
    setenv("XDG_CACHE_HOME", "/proc", 1); // where nothing can be written
    EXPECT_EQ(load().train->count(), 18);
    setenv("XDG_CACHE_HOME", m_cache.path().c_str(), 1);
    fs::create_directories(cache().file()); // in the way
    EXPECT_EQ(load().train->count(), 18);
}

} // namespace
} // namespace latentscape
