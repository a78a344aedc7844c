#include "core/data/OwnPictures.h"

#include "core/tensor/Error.h"
#include "tests/core/data/Pictures.h"

namespace latentscape {
namespace {

using namespace test;

class OwnPicturesTest : public PictureTest {
protected:
    std::string messageOf(const std::vector<std::filesystem::path>& paths, OwnPictureOptions options = {}) {
        options.shape = {1, 4, 4};
        try {
            readOwnPictures(paths, options);
        } catch (const Error& error) {
            return error.what();
        }
        return "nothing was thrown";
    }
};

TEST_F(OwnPicturesTest, ComeToTheModelsShapeWhateverTheyAre) {
    const auto red = write("red.png", plain(9, 5, qRgb(255, 0, 0)));
    const auto grey = write("grey.bmp", plain(2, 2, qRgb(7, 7, 7)), "BMP");
    const ReadPictures colour = readOwnPictures({red, grey}, {.shape = {3, 4, 6}, .fit = Fit::Stretch});
    EXPECT_EQ(colour.data.shape(), (ImageShape{3, 4, 6}));
    ASSERT_EQ(colour.data.count(), 2);
    EXPECT_EQ(colour.data.pixels(0)[0], 255);
    EXPECT_EQ(colour.data.pixels(0)[1], 0);
    EXPECT_EQ(colour.data.pixels(1)[2], 7);
    const ReadPictures one = readOwnPictures({red}, {.shape = {1, 3, 3}});
    EXPECT_EQ(one.data.shape(), (ImageShape{1, 3, 3}));
    EXPECT_NEAR(one.data.pixels(0)[0], 76, 1); // its luma
    EXPECT_EQ(one.data.name(), "red.png");
    EXPECT_FALSE(one.data.hasLabels());
}

TEST_F(OwnPicturesTest, AFolderWithSubfoldersHasLabels) {
    writeMany(2, "cats/");
    writeMany(3, "dogs/");
    const ReadPictures plain = readOwnPictures({m_folder.path()}, {.shape = {1, 4, 4}});
    ASSERT_EQ(plain.data.count(), 5);
    EXPECT_EQ(plain.data.factors(4)[0], 1);
    // As a conditional model numbers them.
    const ReadPictures known =
        readOwnPictures({m_folder.path()}, {.shape = {1, 4, 4}, .classNames = {"dogs", "birds", "cats"}});
    EXPECT_EQ(known.data.factors(0)[0], 2);
    EXPECT_EQ(known.data.factors(4)[0], 0);
    EXPECT_EQ(known.data.classNames()[2], "cats");
    const std::string message = messageOf({m_folder.path()}, {.classNames = {"dogs", "birds"}});
    EXPECT_NE(message.find("cats: the model knows no such class"), message.npos) << message;
    EXPECT_NE(message.find("dogs, birds"), message.npos) << message;
}

TEST_F(OwnPicturesTest, WhatCannotBeReadIsLeftOutAndTold) {
    writeMany(2);
    m_folder.write("z.png", std::string("no picture"));
    const ReadPictures some = readOwnPictures({m_folder.path()}, {.shape = {1, 4, 4}});
    EXPECT_EQ(some.data.count(), 2);
    ASSERT_EQ(some.skipped.size(), 1U);
    EXPECT_NE(some.skipped[0].find("z.png"), std::string::npos);
    EXPECT_NE(messageOf({m_folder / "z.png"}).find("z.png"), std::string::npos);
}

TEST_F(OwnPicturesTest, WithoutAPictureItSaysWhatIsWanted) {
    EXPECT_NE(messageOf({m_folder.path()}).find("no pictures were found"), std::string::npos);
    EXPECT_NE(messageOf({m_folder / "missing.png"}).find("missing.png"), std::string::npos);
    EXPECT_NE(messageOf({}).find("no picture was named"), std::string::npos);
}

TEST_F(OwnPicturesTest, CanBeStopped) {
    writeMany(2);
    std::stop_source source;
    source.request_stop();
    EXPECT_NE(messageOf({m_folder / "1000.png"}, {.watch = {source.get_token(), {}}}).find("cancelled"),
              std::string::npos);
}

} // namespace
} // namespace latentscape
