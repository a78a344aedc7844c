// Makes folders of pictures for the tests of core/data, with a cache of their own.
#pragma once

#include "core/data/DataSource.h"
#include "tests/core/data/IdxFiles.h"

#include <QBuffer>
#include <QImage>

#include <cstdlib>
#include <string>

namespace latentscape::test {

// A picture of one colour.
inline QImage plain(int width, int height, QRgb colour, QImage::Format format = QImage::Format_RGB32) {
    QImage image(width, height, format);
    image.fill(QColor::fromRgba(colour));
    return image;
}

inline std::string encoded(const QImage& image, const char* format, int quality = -1) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    EXPECT_TRUE(image.save(&buffer, format, quality)) << format;
    return buffer.data().toStdString();
}

class PictureTest : public testing::Test {
protected:
    PictureTest() { setenv("XDG_CACHE_HOME", m_cache.path().c_str(), 1); }
    ~PictureTest() override { unsetenv("XDG_CACHE_HOME"); }

    std::filesystem::path write(const std::string& name, const QImage& image,
                                const char* format = "PNG") const {
        return m_folder.write(name, encoded(image, format));
    }
    // So many grey ones: the brightness is the number.
    void writeMany(int count, const std::string& folder = "") const {
        for (int i = 0; i < count; ++i)
            write(folder + std::to_string(1000 + i) + ".png", plain(4, 4, qRgb(i, i, i)));
    }
    LoadedData load(const ImageForm& form = {}, const LoadWatch& watch = {}) const {
        return loadData(m_folder.path().string(), {.form = form, .watch = watch});
    }

    TemporaryFolder m_folder;
    TemporaryFolder m_cache;
};

} // namespace latentscape::test
