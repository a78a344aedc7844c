#include "core/io/Animation.h"

#include "TemporaryFolder.h"

#include <cstdlib>
#include <gif_lib.h>
#include <memory>
#include <QImage>
#include <QString>
#include <webp/demux.h>
#include <zlib.h>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

constexpr int kWidth = 9;
constexpr int kHeight = 7;

// A dot that moves over a ramp.
Image greyFrame(std::int64_t index) {
    Image image{{1, kHeight, kWidth}, {}};
    for (int i = 0; i < kHeight * kWidth; ++i) {
        image.pixels.push_back(static_cast<std::uint8_t>(4 * i));
    }
    image.pixels[static_cast<std::size_t>(index * 3) % image.pixels.size()] = 255;
    return image;
}

Image colourFrame(std::int64_t index) {
    Image image{{3, kHeight, kWidth}, {}};
    for (int i = 0; i < kHeight * kWidth; ++i) {
        image.pixels.insert(image.pixels.end(),
                            {static_cast<std::uint8_t>(3 * i), static_cast<std::uint8_t>(90),
                             static_cast<std::uint8_t>(200 - i)});
    }
    image.pixels[static_cast<std::size_t>(index * 9) % image.pixels.size()] = 250;
    return image;
}

// What a reader shows: RGB, frame after frame, and how long each stands.
struct Film {
    int width = 0;
    int height = 0;
    int loops = -1; // 0: forever; -1: not told
    std::vector<std::vector<std::uint8_t>> frames;
    std::vector<int> milliseconds;
};

std::vector<std::uint8_t> toRgb(const Image& image) {
    std::vector<std::uint8_t> rgb;
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        rgb.insert(rgb.end(), image.shape.channels == 1 ? 3 : 1, image.pixels[i]);
    }
    return rgb;
}

Film readGif(const fs::path& file) {
    int error = 0;
    const std::unique_ptr<GifFileType, void (*)(GifFileType*)> gif(
        DGifOpenFileName(file.c_str(), &error), [](GifFileType* g) { DGifCloseFile(g, nullptr); });
    Film film;
    if (!gif || DGifSlurp(gif.get()) != GIF_OK) {
        ADD_FAILURE() << file << " is no GIF: " << error;
        return film;
    }
    film.width = gif->SWidth;
    film.height = gif->SHeight;
    std::vector<std::uint8_t> canvas(static_cast<std::size_t>(3 * film.width * film.height));
    for (int i = 0; i < gif->ImageCount; ++i) {
        const SavedImage& saved = gif->SavedImages[i];
        const GifImageDesc& part = saved.ImageDesc;
        const ColorMapObject* map = part.ColorMap != nullptr ? part.ColorMap : gif->SColorMap;
        for (int y = 0; y < part.Height; ++y) {
            for (int x = 0; x < part.Width; ++x) {
                const GifColorType& colour = map->Colors[saved.RasterBits[y * part.Width + x]];
                auto* to =
                    &canvas[static_cast<std::size_t>(3 * ((part.Top + y) * film.width + part.Left + x))];
                to[0] = colour.Red;
                to[1] = colour.Green;
                to[2] = colour.Blue;
            }
        }
        for (int e = 0; e < saved.ExtensionBlockCount; ++e) {
            const ExtensionBlock& block = saved.ExtensionBlocks[e];
            const std::string bytes(reinterpret_cast<const char*>(block.Bytes),
                                    static_cast<std::size_t>(block.ByteCount));
            if (block.Function == APPLICATION_EXT_FUNC_CODE && bytes == "NETSCAPE2.0") {
                film.loops = 0;
            }
        }
        GraphicsControlBlock control{};
        DGifSavedExtensionToGCB(gif.get(), i, &control);
        film.milliseconds.push_back(10 * control.DelayTime);
        film.frames.push_back(canvas);
    }
    return film;
}

Film readWebp(const fs::path& file) {
    const std::string bytes = readBytes(file);
    const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
    const std::unique_ptr<WebPAnimDecoder, void (*)(WebPAnimDecoder*)> decoder(
        WebPAnimDecoderNew(&data, nullptr), &WebPAnimDecoderDelete);
    Film film;
    WebPAnimInfo info;
    if (!decoder || WebPAnimDecoderGetInfo(decoder.get(), &info) == 0) {
        ADD_FAILURE() << file << " is no WebP";
        return film;
    }
    film.width = static_cast<int>(info.canvas_width);
    film.height = static_cast<int>(info.canvas_height);
    film.loops = static_cast<int>(info.loop_count);
    int before = 0;
    while (WebPAnimDecoderHasMoreFrames(decoder.get()) != 0) {
        std::uint8_t* rgba = nullptr;
        int until = 0;
        EXPECT_NE(WebPAnimDecoderGetNext(decoder.get(), &rgba, &until), 0);
        std::vector<std::uint8_t> rgb;
        for (int i = 0; i < film.width * film.height; ++i) {
            rgb.insert(rgb.end(), rgba + 4 * i, rgba + 4 * i + 3);
        }
        film.frames.push_back(rgb);
        film.milliseconds.push_back(until - before);
        before = until;
    }
    return film;
}

std::uint32_t number(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
    }
    return value;
}

std::string bigEndian(std::uint32_t value) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) {
        text += static_cast<char>(value >> shift & 0xff);
    }
    return text;
}

std::string chunk(const std::string& type, const std::string& data) {
    const std::string checked = type + data;
    const uLong sum =
        crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size()));
    return bigEndian(static_cast<std::uint32_t>(data.size())) + checked +
           bigEndian(static_cast<std::uint32_t>(sum));
}

// Each frame as a PNG file of its own, which libpng reads, drawn where its fcTL says.
Film readApng(const fs::path& file) {
    const std::string bytes = readBytes(file);
    const std::string signature = bytes.substr(0, 8);
    Film film;
    std::string header;
    std::vector<std::uint8_t> canvas;
    std::uint32_t x = 0;
    std::uint32_t y = 0;
    std::uint32_t sequence = 0;
    for (std::size_t at = 8; at < bytes.size();) {
        const std::uint32_t length = number(bytes, at);
        const std::string type = bytes.substr(at + 4, 4);
        const std::string data = bytes.substr(at + 8, length);
        EXPECT_EQ(bytes.substr(at, length + 12), chunk(type, data)) << type;
        at += length + 12;
        if (type == "IHDR") {
            header = data;
            film.width = static_cast<int>(number(data, 0));
            film.height = static_cast<int>(number(data, 4));
            canvas.resize(static_cast<std::size_t>(3 * film.width * film.height));
        } else if (type == "acTL") {
            film.loops = static_cast<int>(number(data, 4));
            EXPECT_GT(number(data, 0), 0U);
        } else if (type == "fcTL") {
            EXPECT_EQ(number(data, 0), sequence++);
            header.replace(0, 8, data.substr(4, 8));
            x = number(data, 12);
            y = number(data, 16);
            const auto* delay = reinterpret_cast<const std::uint8_t*>(data.data()) + 20;
            film.milliseconds.push_back(1000 * (delay[0] << 8 | delay[1]) / (delay[2] << 8 | delay[3]));
        } else if (type == "IDAT" || type == "fdAT") {
            if (type == "fdAT") {
                EXPECT_EQ(number(data, 0), sequence++);
            }
            const std::string png = signature + chunk("IHDR", header) +
                                    chunk("IDAT", type == "fdAT" ? data.substr(4) : data) + chunk("IEND", "");
            QImage part;
            EXPECT_TRUE(
                part.loadFromData(reinterpret_cast<const uchar*>(png.data()), static_cast<int>(png.size())));
            for (int row = 0; row < part.height(); ++row) {
                for (int column = 0; column < part.width(); ++column) {
                    const QRgb pixel = part.pixel(column, row);
                    auto* to = &canvas[3 * ((y + static_cast<std::size_t>(row)) *
                                                static_cast<std::size_t>(film.width) +
                                            x + static_cast<std::size_t>(column))];
                    to[0] = static_cast<std::uint8_t>(qRed(pixel));
                    to[1] = static_cast<std::uint8_t>(qGreen(pixel));
                    to[2] = static_cast<std::uint8_t>(qBlue(pixel));
                }
            }
            film.frames.push_back(canvas);
        }
    }
    return film;
}

Film readFilm(const fs::path& file) {
    return file.extension() == ".gif"    ? readGif(file)
           : file.extension() == ".webp" ? readWebp(file)
                                         : readApng(file);
}

class AnimationTest : public testing::TestWithParam<const char*> {
protected:
    fs::path file() const { return m_folder / (std::string("film.") + GetParam()); }

    const TemporaryFolder m_folder;
};

TEST_P(AnimationTest, HoldsEveryPixelOfGreyAndColour) {
    for (Image (*frame)(std::int64_t) : {greyFrame, colourFrame}) {
        saveAnimation(file(), 5, frame, {10, Loop::Forever, {}});
        const Film film = readFilm(file());
        EXPECT_EQ(film.width, kWidth);
        EXPECT_EQ(film.height, kHeight);
        EXPECT_EQ(film.loops, 0);
        ASSERT_EQ(film.frames.size(), 5U);
        for (std::size_t i = 0; i < 5; ++i) {
            EXPECT_EQ(film.frames[i], toRgb(frame(static_cast<std::int64_t>(i)))) << i;
            EXPECT_EQ(film.milliseconds[i], 100) << i;
        }
    }
}

TEST_P(AnimationTest, IsEnlargedAndPlaysOnceOrToAndFro) {
    saveAnimation(file(), 4, greyFrame, {20, Loop::Bounce, {3, Scaling::Smooth}});
    Film film = readFilm(file());
    EXPECT_EQ(film.loops, 0);
    EXPECT_EQ(film.width, 3 * kWidth);
    ASSERT_EQ(film.frames.size(), 6U);
    EXPECT_EQ(film.frames[3], toRgb(enlarge(greyFrame(3), {3, Scaling::Smooth})));
    EXPECT_EQ(film.frames[4], film.frames[2]);
    EXPECT_EQ(film.frames[5], film.frames[1]);

    saveAnimation(file(), 3, greyFrame, {20, Loop::Once, {}});
    film = readFilm(file());
    EXPECT_EQ(film.frames.size(), 3U);
    EXPECT_NE(film.loops, 0);
}

TEST_P(AnimationTest, TakesAsLongAsItShould) {
    saveAnimation(file(), 24, greyFrame, {12, Loop::Forever, {}});
    const Film film = readFilm(file());
    int sum = 0;
    for (const int duration : film.milliseconds) {
        EXPECT_NEAR(duration, 1000.0 / 12, 10); // a GIF counts hundredths
        sum += duration;
    }
    EXPECT_NEAR(sum, 2000, 12);
}

TEST_P(AnimationTest, OneFrameAndFramesThatDoNotChangeAreFine) {
    saveAnimation(file(), 1, colourFrame);
    EXPECT_FALSE(readBytes(file()).empty());
    saveAnimation(file(), 3, [](std::int64_t i) { return greyFrame(i / 2); });
    int sum = 0;
    for (const int duration : readFilm(file()).milliseconds) {
        sum += duration;
    }
    EXPECT_NEAR(sum, 250, 10);
}

TEST_P(AnimationTest, ACancelledOneLeavesNothing) {
    std::stop_source stop;
    std::vector<double> shares;
    const WorkWatch watch{stop.get_token(), [&](double share) {
                              shares.push_back(share);
                              if (share > 0.4) {
                                  stop.request_stop();
                              }
                          }};
    messageOf(ErrorKind::Cancelled, [&] { saveAnimation(file(), 10, greyFrame, {}, watch); });
    EXPECT_EQ(m_folder.fileCount(), 0);
    EXPECT_TRUE(std::ranges::is_sorted(shares));
    EXPECT_GT(shares.size(), 3U);
}

TEST_P(AnimationTest, BadFramesAreRefused) {
    messageOf(ErrorKind::Usage, [&] {
        saveAnimation(file(), 2, [](std::int64_t i) { return i == 0 ? greyFrame(0) : colourFrame(1); });
    });
    messageOf(ErrorKind::Usage, [&] { saveAnimation(file(), 2, [](std::int64_t) { return Image{}; }); });
    messageOf(ErrorKind::Usage, [&] {
        saveAnimation(file(), 1, [](std::int64_t) {
            return Image{{1, 1, 40'000}, std::vector<std::uint8_t>(40'000)};
        });
    });
    EXPECT_THROW(saveAnimation(file(), 2, [](std::int64_t) -> Image { throw std::runtime_error("no"); }),
                 std::runtime_error);
    EXPECT_EQ(m_folder.fileCount(), 0);
}

INSTANTIATE_TEST_SUITE_P(Kinds, AnimationTest, testing::Values("gif", "webp", "apng"),
                         [](const auto& kind) { return std::string(kind.param); });

TEST(AnimationNameTest, TheEndingDecides) {
    for (const char* name : {"a.gif", "a.WEBP", "b.apng", "c.mp4"}) {
        EXPECT_TRUE(isAnimationName(name)) << name;
    }
    for (const char* name : {"a.png", "gif", "a", "a.gif.png"}) {
        EXPECT_FALSE(isAnimationName(name)) << name;
    }
    const TemporaryFolder folder;
    messageOf(ErrorKind::Usage, [&] { saveAnimation(folder / "a.png", 2, greyFrame); });
    messageOf(ErrorKind::Usage, [&] { saveAnimation(folder / "a.gif", 0, greyFrame); });
    messageOf(ErrorKind::Usage, [&] { saveAnimation(folder / "a.gif", kMostFrames + 1, greyFrame); });
    messageOf(ErrorKind::Usage, [&] { saveAnimation(folder / "a.gif", 2, greyFrame, {0, Loop::Once, {}}); });
    messageOf(ErrorKind::Usage, [&] { saveAnimation(folder / "a.gif", 2, greyFrame, {51, Loop::Once, {}}); });
    messageOf(ErrorKind::Usage, [&] {
        saveAnimation(folder / "a.gif", 2, greyFrame, {9, Loop::Once, {17, Scaling::Nearest}});
    });
    messageOf(ErrorKind::Io, [&] { saveAnimation(folder / "no" / "a.gif", 2, greyFrame); });
    EXPECT_EQ(folder.fileCount(), 0);
}

// A program of that name in a folder of the test's own, which is all of PATH meanwhile.
class VideoTest : public testing::Test {
protected:
    void SetUp() override {
        m_path = std::getenv("PATH");
        fs::create_directory(m_folder / "bin");
        setenv("PATH", ((m_folder / "bin").string() + ":/usr/bin:/bin").c_str(), 1);
    }
    void TearDown() override { setenv("PATH", m_path.c_str(), 1); }

    void writeProgram(const std::string& script) {
        const fs::path program = m_folder.write("bin/ffmpeg", "#!/bin/sh\n" + script);
        fs::permissions(program, fs::perms::owner_all);
    }
    fs::path file() const { return m_folder / "film.mp4"; }

    const TemporaryFolder m_folder;
    std::string m_path;
};

TEST_F(VideoTest, IsMadeByAProgramThatIsFedTheFrames) {
    writeProgram("for last; do :; done; printf '%s ' \"$@\" > \"$last\"; cat >> \"$last\"\n");
    saveAnimation(file(), 3, colourFrame, {25, Loop::Forever, {2, Scaling::Nearest}});
    const std::string made = readBytes(file());
    EXPECT_NE(made.find("-video_size 18x14"), std::string::npos) << made.substr(0, 300);
    EXPECT_NE(made.find("-framerate 25"), std::string::npos);
    std::string frames;
    for (std::int64_t i = 0; i < 3; ++i) {
        const Image frame = enlarge(colourFrame(i), {2, Scaling::Nearest});
        frames.append(frame.pixels.begin(), frame.pixels.end());
    }
    ASSERT_GT(made.size(), frames.size());
    EXPECT_EQ(made.substr(made.size() - frames.size()), frames);
}

TEST_F(VideoTest, AMissingProgramIsNamed) {
    setenv("PATH", (m_folder / "bin").c_str(), 1);
    const std::string message = messageOf(ErrorKind::Io, [&] { saveAnimation(file(), 3, colourFrame); });
    EXPECT_NE(message.find("ffmpeg"), std::string::npos) << message;
    EXPECT_NE(message.find("GIF"), std::string::npos) << message;
    EXPECT_FALSE(fs::exists(file()));
}

TEST_F(VideoTest, WhatTheProgramSaysIsPassedOn) {
    writeProgram("echo 'no such codec' >&2; exit 1\n");
    const auto frame = [](std::int64_t) { return Image{{1, 500, 500}, std::vector<std::uint8_t>(250'000)}; };
    const std::string message = messageOf(ErrorKind::Io, [&] { saveAnimation(file(), 9, frame); });
    EXPECT_NE(message.find("no such codec"), std::string::npos) << message;
    EXPECT_FALSE(fs::exists(file()));
}

TEST_F(VideoTest, AProgramThatHangsCanBeCancelled) {
    writeProgram("exec sleep 1000\n");
    std::stop_source stop;
    const WorkWatch watch{stop.get_token(), [&](double) { stop.request_stop(); }};
    messageOf(ErrorKind::Cancelled, [&] { saveAnimation(file(), 3, colourFrame, {}, watch); });
    std::stop_source later;
    const auto large = [&later](std::int64_t) { // more than the socket holds
        later.request_stop();
        return Image{{3, 900, 900}, std::vector<std::uint8_t>(2'430'000)};
    };
    messageOf(ErrorKind::Cancelled, [&] { saveAnimation(file(), 3, large, {}, {later.get_token(), {}}); });
    EXPECT_FALSE(fs::exists(file()));
}

} // namespace
} // namespace latentscape
