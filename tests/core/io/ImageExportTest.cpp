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
    const Image sheet = makeSheet({grey(1, 2, 10), grey(1, 2, 20), grey(1, 2, 30)}, 2);
    EXPECT_EQ(sheet.shape, (ImageShape{1, 3, 5}));
    EXPECT_EQ(sheet.pixels, (std::vector<std::uint8_t>{10, 10, 42, 20, 20, //
                                                       42, 42, 42, 42, 42, //
                                                       30, 30, 42, 42, 42}));
}

TEST(ImageExportTest, ScaleRepeatsPixels) {
    const Image image{{3, 1, 2}, {1, 2, 3, 4, 5, 6}};
    const Image sheet = makeSheet({image}, 9, 5, {2});
    EXPECT_EQ(sheet.shape, (ImageShape{3, 2, 4}));
    EXPECT_EQ(sheet.pixels, (std::vector<std::uint8_t>{1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, //
                                                       1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6}));
}

TEST(ImageExportTest, ColourSheetsHaveTheStagesGrey) {
    const Image image{{3, 1, 1}, {1, 2, 3}};
    EXPECT_EQ(makeSheet({image, image}, 2).pixels,
              (std::vector<std::uint8_t>{1, 2, 3, 0x2a, 0x2b, 0x2e, 1, 2, 3}));
}

TEST(ImageExportTest, ImpossibleSheetsAreRefused) {
    messageOf(ErrorKind::Usage, [] { makeSheet({}, 1); });
    messageOf(ErrorKind::Usage, [] { makeSheet({grey(1, 1, 0)}, 0); });
    messageOf(ErrorKind::Usage, [] { makeSheet({grey(1, 1, 0), grey(1, 2, 0)}, 1); });
    messageOf(ErrorKind::Usage, [] { makeSheet({grey(1, 1, 0)}, 1, 1, {40000}); });
    messageOf(ErrorKind::Usage, [] { makeSheet({grey(1, 3000, 0)}, 1, 1, {16}); });
    messageOf(ErrorKind::Usage, [] { makeSheet({Image{{1, 2, 2}, {0}}}, 1); });
}

TEST(ImageExportTest, PngKeepsEveryPixel) {
    const TemporaryFolder folder;
    saveImage(folder / "grey.png", Image{{1, 1, 3}, {0, 127, 255}});
    const QImage g = load(folder / "grey.png");
    ASSERT_EQ(g.size(), QSize(3, 1));
    EXPECT_EQ(qRed(g.pixel(1, 0)), 127);
    saveImage(folder / "rgb.png", Image{{3, 1, 2}, {1, 2, 3, 4, 5, 6}});
    const std::string end = readBytes(folder / "rgb.png");
    EXPECT_EQ(end.substr(end.size() - 8), "IEND\xae\x42\x60\x82"); // some readers check it, others do not
    const QImage rgb = load(folder / "rgb.png");
    ASSERT_EQ(rgb.size(), QSize(2, 1));
    EXPECT_EQ(rgb.pixel(1, 0), qRgb(4, 5, 6));
    messageOf(ErrorKind::Io, [&] { saveImage(folder / "no" / "x.png", grey(1, 1, 0)); });
    messageOf(ErrorKind::Usage, [&] { saveImage(folder / "x.png", Image{}); });
}

TEST(ImageExportTest, WebpKeepsEveryPixelAndJpegNearlyAll) {
    const TemporaryFolder folder;
    for (const Image& image :
         {Image{{1, 2, 3}, {0, 127, 255, 3, 2, 1}}, Image{{3, 1, 2}, {1, 2, 3, 204, 105, 6}}}) {
        saveImage(folder / "a.webp", image);
        const QImage webp = load(folder / "a.webp").convertToFormat(QImage::Format_RGB888);
        ASSERT_EQ(webp.size(), QSize(image.shape.width, image.shape.height));
        const int last = image.shape.width - 1;
        const auto* pixel = image.pixels.data() + std::ptrdiff_t{last} * image.shape.channels;
        EXPECT_EQ(qRed(webp.pixel(last, 0)), pixel[0]);
        EXPECT_EQ(qBlue(webp.pixel(last, 0)), pixel[image.shape.channels - 1]);
    }
    saveImage(folder / "b.JPG", grey(16, 24, 77));
    const QImage jpeg = load(folder / "b.JPG");
    ASSERT_EQ(jpeg.size(), QSize(24, 16));
    EXPECT_NEAR(qGray(jpeg.pixel(3, 4)), 77, 2);
    EXPECT_EQ(saveImages(folder / "c%d.jpeg", {grey(2, 2, 1), grey(2, 2, 2)}, 2)[1], folder / "c1.jpeg");
    messageOf(ErrorKind::Usage, [&] { saveImage(folder / "wide.webp", grey(1, 17'000, 0)); });
}

TEST(ImageExportTest, ManyRowsOfAllKindsSurviveTheFilters) {
    const TemporaryFolder folder;
    Image image{{3, 70, 33}, {}};
    for (std::int64_t i = 0; i < image.shape.pixels(); ++i) {
        image.pixels.push_back(static_cast<std::uint8_t>(i < 3000 ? i * i / 7 : i % 256 + i / 99));
    }
    saveImage(folder / "all.png", image);
    const QImage read = load(folder / "all.png").convertToFormat(QImage::Format_RGB888);
    ASSERT_EQ(read.size(), QSize(33, 70));
    for (int y = 0; y < 70; ++y) {
        EXPECT_TRUE(std::equal(read.scanLine(y), read.scanLine(y) + 99, image.pixels.data() + 99 * y)) << y;
    }
}

TEST(ImageExportTest, ASheetCanBeFollowedAndCancelled) {
    const TemporaryFolder folder;
    const std::vector<Image> images(50, grey(20, 20, 9));
    for (const char* name : {"a.png", "a.webp", "a%d.png"}) {
        double last = -1;
        bool rises = true;
        std::stop_source stop;
        const auto follow = [&](double share) {
            rises = rises && share >= last;
            last = share;
        };
        saveImages(folder / name, images, 5, {4, Scaling::Smooth}, nullptr, {stop.get_token(), follow});
        EXPECT_TRUE(rises && last > 0.5 && last <= 1) << name << ' ' << last;
    }
    const auto before = folder.fileCount();
    for (const char* name : {"b.png", "b.webp", "b.jpg"}) {
        std::stop_source stop;
        const auto end = [&](double share) {
            share > 0.28 ? static_cast<void>(stop.request_stop()) : void();
        };
        messageOf(ErrorKind::Cancelled, [&] {
            saveImages(folder / name, images, 5, {4, Scaling::Smooth}, nullptr, {stop.get_token(), end});
        });
    }
    EXPECT_EQ(folder.fileCount(), before);
}

TEST(ImageExportTest, OutIsASheetAFolderOrAPattern) {
    const TemporaryFolder folder;
    const std::vector<Image> images{grey(2, 2, 1), grey(2, 2, 2), grey(2, 2, 3)};
    EXPECT_EQ(saveImages(folder / "sheet.png", images, 2), std::vector{folder / "sheet.png"});
    EXPECT_EQ(load(folder / "sheet.png").size(), QSize(5, 5));

    const auto inFolder = saveImages(folder / "new/deep/", images, 2, {3});
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
    messageOf(ErrorKind::Usage, [&] { saveImages(folder / "x.bmp", images, 1); });
    messageOf(ErrorKind::Usage, [&] { saveImages(folder / "%d-%d.png", images, 1); });
    writeBytes(folder / "file", "x");
    messageOf(ErrorKind::Io, [&] { saveImages(folder / "file" / "", images, 1); });
    EXPECT_EQ(folder.fileCount(), 1);
}

} // namespace
} // namespace latentscape
