#include "core/data/PictureDecoder.h"

#include "tests/core/data/Pictures.h"

#include <QImageWriter>

#include <sys/stat.h>

namespace latentscape {
namespace {

using namespace test;
namespace fs = std::filesystem;

class PictureDecoderTest : public PictureTest {
protected:
    static Bytes decoded(const fs::path& file, const ImageShape& shape, Fit fit = Fit::Crop) {
        Bytes out(static_cast<std::size_t>(shape.pixels()));
        decodePicture(file, shape, fit, out.data());
        return out;
    }
    static std::string refusal(const fs::path& file) {
        return messageOf(ErrorKind::Input, [&] { decoded(file, {3, 1, 1}); });
    }
};

QImage twoPixels(QRgb left, QRgb right, QImage::Format format = QImage::Format_RGB32) {
    QImage image(2, 1, format);
    image.setPixelColor(0, 0, QColor::fromRgba(left));
    image.setPixelColor(1, 0, QColor::fromRgba(right));
    return image;
}

TEST_F(PictureDecoderTest, LosslessFormatsKeepEveryPixel) {
    const QImage image = twoPixels(qRgb(1, 2, 3), qRgb(250, 128, 7));
    for (const char* format : {"PNG", "BMP", "PPM"}) {
        const fs::path file = write(std::string("a.") + format, image, format);
        EXPECT_EQ(decoded(file, {3, 1, 2}), (Bytes{1, 2, 3, 250, 128, 7})) << format;
        EXPECT_EQ(measurePicture(file), (PictureSize{2, 1})) << format;
    }
    const QImage grey = twoPixels(qRgb(9, 9, 9), qRgb(200, 200, 200), QImage::Format_Grayscale8);
    EXPECT_EQ(decoded(write("grey.png", grey), {1, 1, 2}), (Bytes{9, 200}));
    EXPECT_EQ(decoded(write("a.pgm", grey, "PGM"), {3, 1, 2}), (Bytes{9, 9, 9, 200, 200, 200}));
    EXPECT_EQ(decoded(m_folder.write("plain.pgm", std::string("P2\n# words\n2 1\n255\n9 200\n")), {1, 1, 2}),
              (Bytes{9, 200}));
    EXPECT_EQ(decoded(m_folder.write("a.pbm", std::string("P1\n2 1\n1 0\n")), {1, 1, 2}), (Bytes{0, 255}));
    EXPECT_EQ(decoded(write("palette.png", image.convertToFormat(QImage::Format_Indexed8)), {3, 1, 2}),
              (Bytes{1, 2, 3, 250, 128, 7}));
}

TEST_F(PictureDecoderTest, LossyFormatsComeClose) {
    const QImage image = plain(16, 16, qRgb(200, 100, 50));
    for (const char* format : {"JPEG", "WEBP"}) {
        if (!QImageWriter::supportedImageFormats().contains(QByteArray(format).toLower()))
            continue; // qt6-image-formats-plugins is not installed
        const Bytes pixel = decoded(write("lossy", image, format), {3, 1, 1});
        EXPECT_NEAR(pixel[0], 200, 4) << format;
        EXPECT_NEAR(pixel[1], 100, 4) << format;
        EXPECT_NEAR(pixel[2], 50, 4) << format;
    }
}

TEST_F(PictureDecoderTest, TransparentLiesOnBlack) {
    const QImage image = twoPixels(qRgba(200, 100, 50, 0), qRgba(200, 100, 50, 128), QImage::Format_ARGB32);
    const Bytes pixels = decoded(write("alpha.png", image), {3, 1, 2});
    EXPECT_EQ((Bytes{pixels.begin(), pixels.begin() + 3}), (Bytes{0, 0, 0}));
    EXPECT_NEAR(pixels[3], 100, 1);
    EXPECT_NEAR(pixels[5], 25, 1);
}

TEST_F(PictureDecoderTest, SixteenBitsBecomeEight) {
    QImage grey(2, 1, QImage::Format_Grayscale16);
    auto* line = reinterpret_cast<quint16*>(grey.scanLine(0));
    line[0] = 0x8080;
    line[1] = 0xffff;
    EXPECT_EQ(decoded(write("grey.png", grey), {1, 1, 2}), (Bytes{0x80, 255}));
    const QImage colour = twoPixels(qRgb(1, 2, 3), qRgb(4, 5, 255)).convertToFormat(QImage::Format_RGBX64);
    EXPECT_EQ(decoded(write("colour.png", colour), {3, 1, 2}), (Bytes{1, 2, 3, 4, 5, 255}));
    EXPECT_EQ(
        decoded(m_folder.write("a.pgm", std::string("P5\n2 1\n65535\n\x80\x80\xff\xff", 17)), {1, 1, 2}),
        (Bytes{0x80, 255}));
}

// A JPEG that says it must be turned: the marker APP1 with EXIF's orientation, put behind the start of image.
std::string turned(const std::string& jpeg, char orientation) {
    std::string exif("\xff\xe1\x00\x22"
                     "Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0",
                     36);
    exif[29] = orientation;
    return jpeg.substr(0, 2) + exif + jpeg.substr(2);
}

TEST_F(PictureDecoderTest, TheCamerasRotationIsApplied) {
    QImage image = plain(32, 16, qRgb(0, 0, 0));
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 16; ++x)
            image.setPixel(x, y, qRgb(255, 255, 255)); // the left half is white
    const std::string jpeg = encoded(image, "JPEG", 100);
    const fs::path upright = m_folder.write("1.jpg", turned(jpeg, 1));
    EXPECT_EQ(measurePicture(upright), (PictureSize{32, 16}));
    EXPECT_GT(decoded(upright, {1, 2, 2}, Fit::Stretch)[0], 200);
    EXPECT_LT(decoded(upright, {1, 2, 2}, Fit::Stretch)[1], 50);
    const fs::path clockwise = m_folder.write("6.jpg", turned(jpeg, 6)); // what was left is above
    EXPECT_EQ(measurePicture(clockwise), (PictureSize{16, 32}));
    const Bytes pixels = decoded(clockwise, {1, 2, 2}, Fit::Stretch);
    EXPECT_GT(pixels[0], 200);
    EXPECT_GT(pixels[1], 200);
    EXPECT_LT(pixels[2], 50);
}

// 8 x 8 pixels of full magenta and yellow and no cyan nor black, inverted as Adobe writes them. Four blocks
// of a DC coefficient each; their Huffman codes: 00 for 10 bits, 01 for 11 bits, and 00 for the end of a
// block.
Bytes cmykJpeg() {
    Bytes jpeg{0xff, 0xd8, 0xff, 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0, // APP14
               0xff, 0xdb, 0,    67,   0};                                                    // DQT: all 1
    jpeg.insert(jpeg.end(), 64, 1);
    const Bytes frame{0xff, 0xc0, 0, 20, 8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0};
    const Bytes dc{0xff, 0xc4, 0, 21, 0x00, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 11};
    const Bytes ac{0xff, 0xc4, 0, 20, 0x10, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    const Bytes scan{0xff, 0xda, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0};
    for (const Bytes& part : {frame, dc, ac, scan})
        jpeg.insert(jpeg.end(), part.begin(), part.end());
    const std::string none = "00"
                             "1111111000"
                             "00"; // value 255
    const std::string full = "01"
                             "01111111111"
                             "00"; // value 0
    std::string bits = none + full + full + none;
    bits.resize((bits.size() + 7) / 8 * 8, '1');
    for (std::size_t i = 0; i < bits.size(); i += 8) {
        jpeg.push_back(static_cast<std::uint8_t>(std::stoi(bits.substr(i, 8), nullptr, 2)));
        if (jpeg.back() == 0xff)
            jpeg.push_back(0);
    }
    jpeg.insert(jpeg.end(), {0xff, 0xd9});
    return jpeg;
}

TEST_F(PictureDecoderTest, CmykBecomesRgb) {
    const Bytes pixel = decoded(m_folder.write("cmyk.jpg", cmykJpeg()), {3, 1, 1});
    EXPECT_GT(pixel[0], 240);
    EXPECT_LT(pixel[1], 15);
    EXPECT_LT(pixel[2], 15);
}

TEST_F(PictureDecoderTest, TellsColourFromGrey) {
    Bytes out(3);
    EXPECT_FALSE(decodePicture(write("a.png", plain(2, 2, qRgb(7, 7, 7))), {3, 1, 1}, Fit::Crop, out.data()));
    EXPECT_TRUE(decodePicture(write("b.png", plain(2, 2, qRgb(7, 7, 8))), {3, 1, 1}, Fit::Crop, out.data()));
}

TEST_F(PictureDecoderTest, BrokenFilesAreRefused) {
    EXPECT_NE(refusal(m_folder.write("text.png", std::string("no picture"))).find("text.png: is no picture"),
              std::string::npos);
    const std::string png = encoded(plain(64, 64, qRgb(1, 2, 3)), "PNG");
    refusal(m_folder.write("short.png", png.substr(0, png.size() / 2)));
    refusal(m_folder.write("empty.png", std::string()));
    refusal(m_folder / "missing.png");
    refusal(m_folder.write("drawing.png", std::string("<svg xmlns='http://www.w3.org/2000/svg' width='4' "
                                                      "height='4'><rect width='4' height='4'/></svg>")));
}

TEST_F(PictureDecoderTest, WhatIsNoFileIsRefusedWithoutWaiting) {
    fs::create_directory(m_folder / "folder.png");
    EXPECT_NE(refusal(m_folder / "folder.png").find("a folder"), std::string::npos);
    const fs::path fifo = m_folder / "fifo.png";
    ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
    EXPECT_NE(refusal(fifo).find("FIFO"), std::string::npos);
}

TEST_F(PictureDecoderTest, ABombIsRefusedByItsHeader) {
    std::string png = encoded(plain(1, 1, qRgb(0, 0, 0)), "PNG");
    png.replace(16, 8, std::string("\0\0\xff\xff\0\0\xff\xff", 8)); // width and height
    std::uint32_t crc = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(png.data()) + 12, 17)); // of the chunk
    for (int i = 0; i < 4; ++i)
        png[static_cast<std::size_t>(29 + i)] = static_cast<char>(crc >> (24 - 8 * i));
    EXPECT_NE(refusal(m_folder.write("bomb.png", png)).find("65535 x 65535 pixels"), std::string::npos);
    refusal(m_folder.write("bomb.ppm", std::string("P6\n60000 60000\n255\n")));
}

TEST_F(PictureDecoderTest, NamesOfPictures) {
    for (const char* name : {"a.png", "a.JPG", "a.jpeg", "a.bmp", "a.WebP", "a.pgm", "/x.y/a.b.ppm"})
        EXPECT_TRUE(isPictureName(name)) << name;
    for (const char* name : {"a.txt", "png", "a.gif", "a.svg", ".png"})
        EXPECT_FALSE(isPictureName(name)) << name;
}

} // namespace
} // namespace latentscape
