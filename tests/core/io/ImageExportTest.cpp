#include "core/io/ImageExport.h"

#include "TemporaryFolder.h"

#include <QImage>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

Image grey(int height, int width, std::uint8_t value) {
    return {{1, height, width}, std::vector<std::uint8_t>(std::size_t(height) * width, value)};
}

QImage load(const fs::path& file) {
    return QImage(QString::fromStdString(file.string()));
}

TEST(ImageExportTest, ASheetIsARowOfImagesWithDarkGaps) {
    const Image sheet = makeSheet({grey(1, 2, 10), grey(1, 2, 20), grey(1, 2, 30)}, 2, 1, 1);
    EXPECT_EQ(sheet.shape, (ImageShape{1, 3, 5}));
    EXPECT_EQ(sheet.pixels, (std::vector<std::uint8_t>{10, 10, 42, 20, 20, //
                                                       42, 42, 42, 42, 42, //
                                                       30, 30, 42, 42, 42}));
}

TEST(ImageExportTest, ScaleRepeatsPixels) {
    const Image image{{3, 1, 2}, {1, 2, 3, 4, 5, 6}};
    const Image sheet = makeSheet({image}, 9, 5, 2);
    EXPECT_EQ(sheet.shape, (ImageShape{3, 2, 4}));
    EXPECT_EQ(sheet.pixels, (std::vector<std::uint8_t>{1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, //
                                                       1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6}));
}

TEST(ImageExportTest, ColourSheetsHaveTheStagesGrey) {
    const Image image{{3, 1, 1}, {1, 2, 3}};
    EXPECT_EQ(makeSheet({image, image}, 2, 1, 1).pixels,
              (std::vector<std::uint8_t>{1, 2, 3, 0x2a, 0x2b, 0x2e, 1, 2, 3}));
}

TEST(ImageExportTest, ImpossibleSheetsAreRefused) {
    messageOf(ErrorKind::Usage, [] { makeSheet({}, 1); });
    messageOf(ErrorKind::Usage, [] { makeSheet({grey(1, 1, 0)}, 0); });
    messageOf(ErrorKind::Usage, [] { makeSheet({grey(1, 1, 0), grey(1, 2, 0)}, 1); });
    messageOf(ErrorKind::Usage, [] { makeSheet({grey(1, 1, 0)}, 1, 1, 40000); });
    messageOf(ErrorKind::Usage, [] { makeSheet({Image{{1, 2, 2}, {0}}}, 1); });
}

TEST(ImageExportTest, DifferencesAreOrangeBlueAndGrey) {
    const Image original{{1, 1, 3}, {100, 100, 100}};
    const Image generated{{1, 1, 3}, {100, 255, 0}};
    const Image difference = differenceImage(original, generated, 0.25f);
    const auto pixel = [&](std::size_t i) {
        return std::vector<int>{difference.pixels[3 * i], difference.pixels[3 * i + 1],
                                difference.pixels[3 * i + 2]};
    };
    EXPECT_EQ(difference.shape, (ImageShape{3, 1, 3}));
    EXPECT_EQ(pixel(0), (std::vector<int>{0x2a, 0x2b, 0x2e}));
    EXPECT_GT(pixel(1)[0], pixel(1)[2]); // brighter: orange
    EXPECT_GT(pixel(2)[2], pixel(2)[0]); // darker: blue
    messageOf(ErrorKind::Usage, [&] { differenceImage(original, grey(1, 2, 0), 1); });
}

TEST(ImageExportTest, PngKeepsEveryPixel) {
    const TemporaryFolder folder;
    savePng(folder / "grey.png", Image{{1, 1, 3}, {0, 127, 255}});
    const QImage g = load(folder / "grey.png");
    ASSERT_EQ(g.size(), QSize(3, 1));
    EXPECT_EQ(qRed(g.pixel(1, 0)), 127);
    savePng(folder / "rgb.png", Image{{3, 1, 2}, {1, 2, 3, 4, 5, 6}});
    const QImage rgb = load(folder / "rgb.png");
    ASSERT_EQ(rgb.size(), QSize(2, 1));
    EXPECT_EQ(rgb.pixel(1, 0), qRgb(4, 5, 6));
    messageOf(ErrorKind::Io, [&] { savePng(folder / "no" / "x.png", grey(1, 1, 0)); });
    messageOf(ErrorKind::Usage, [&] { savePng(folder / "x.png", Image{}); });
}

TEST(ImageExportTest, OutIsASheetAFolderOrAPattern) {
    const TemporaryFolder folder;
    const std::vector<Image> images{grey(2, 2, 1), grey(2, 2, 2), grey(2, 2, 3)};
    EXPECT_EQ(saveImages(folder / "sheet.png", images, 2), std::vector{folder / "sheet.png"});
    EXPECT_EQ(load(folder / "sheet.png").size(), QSize(5, 5));

    const auto inFolder = saveImages(folder / "new/deep/", images, 2, 3);
    ASSERT_EQ(inFolder.size(), 3U);
    EXPECT_EQ(inFolder[2], folder / "new" / "deep" / "0002.png");
    EXPECT_EQ(load(inFolder[2]).size(), QSize(6, 6));
    EXPECT_EQ(saveImages(folder / "new", images, 2)[0], folder / "new" / "0000.png");

    EXPECT_EQ(saveImages(folder / "plain", images, 2)[0], folder / "plain" / "0000.png");
    const auto pattern = saveImages(folder / "a%03d.png", images, 2);
    EXPECT_EQ(pattern[1], folder / "a001.png");
    EXPECT_EQ(saveImages(folder / "b%d.png", images, 2)[2], folder / "b2.png");
    EXPECT_EQ(saveImages(folder / "100%.png", images, 2)[0], folder / "100%.png");
    EXPECT_EQ(saveImages(folder / "100%s%n%d.png", images, 2)[0], folder / "100%s%n0.png");
}

TEST(ImageExportTest, OtherNamesAreRefused) {
    const TemporaryFolder folder;
    const std::vector<Image> images{grey(2, 2, 1)};
    messageOf(ErrorKind::Usage, [&] { saveImages(folder / "x.jpg", images, 1); });
    messageOf(ErrorKind::Usage, [&] { saveImages(folder / "%d-%d.png", images, 1); });
    writeBytes(folder / "file", "x");
    messageOf(ErrorKind::Io, [&] { saveImages(folder / "file" / "", images, 1); });
    EXPECT_EQ(folder.fileCount(), 1);
}

} // namespace
} // namespace latentscape
