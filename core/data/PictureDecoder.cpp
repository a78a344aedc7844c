#include "core/data/PictureDecoder.h"

#include "core/tensor/Error.h"
#include "core/tensor/InputFile.h"

#include <algorithm>
#include <mutex>
#include <QFile>
#include <QImage>
#include <QImageReader>
#include <unistd.h>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

constexpr std::array kEndings{".png",  ".jpg", ".jpeg", ".jpe", ".bmp",
                              ".webp", ".pnm", ".pbm",  ".pgm", ".ppm"};
constexpr std::uint64_t kLargestFile = 512'000'000; // bytes: some decoders read all of it first
constexpr int kLargestDecoded = 512;                // megabytes of one picture, 64 million pixels of 8 bytes

[[noreturn]] void refuse(const fs::path& file, const std::string& what) {
    throw Error(ErrorKind::Input, file.string() + ": " + what);
}

// Formats that other plugins of Qt read, as SVG or PDF, do more than draw pixels.
bool isKnownFormat(const QByteArray& format) {
    return format == "png" || format == "jpeg" || format == "bmp" || format == "webp" ||
           format.startsWith("pbm") || format.startsWith("pgm") || format.startsWith("ppm");
}

// A picture file that is open, with its header read and held against the limits.
class OpenPicture {
public:
    explicit OpenPicture(const fs::path& path) {
        static std::once_flag once;
        std::call_once(once, [] { QImageReader::setAllocationLimit(kLargestDecoded); });
        InputFile input(path);
        if (input.size() > kLargestFile)
            refuse(path, "is larger than 512 MB, no picture to learn from. Remove it.");
        const int descriptor = input.release();
        if (!file.open(descriptor, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle)) {
            close(descriptor);
            refuse(path, "cannot be read.");
        }
        reader.setDevice(&file);
        reader.setDecideFormatFromContent(true);
        reader.setAutoTransform(true);
        if (!reader.canRead() || !isKnownFormat(reader.format()))
            refuse(path,
                   "is no picture that can be read (PNG, JPEG, BMP, PNM, or WebP, which needs the package "
                   "qt6-image-formats-plugins).");
        const QSize size = reader.size();
        if (size.isValid() && std::int64_t{size.width()} * size.height() > kLargestPicture)
            refuse(path, "has " + std::to_string(size.width()) + " x " + std::to_string(size.height()) +
                             " pixels, more than the 64 million that are decoded. Scale it down.");
    }

    QFile file;
    QImageReader reader; // of `file`, which therefore stands before it
};

bool hasColour(const std::uint8_t* pixels, const ImageShape& shape) {
    if (shape.channels != 3)
        return false;
    for (const std::uint8_t* end = pixels + shape.pixels(); pixels != end; pixels += 3)
        if (pixels[0] != pixels[1] || pixels[1] != pixels[2])
            return true;
    return false;
}

} // namespace

bool isPictureName(const fs::path& file) {
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::find(kEndings, ending) != kEndings.end();
}

PictureSize measurePicture(const fs::path& path) {
    const OpenPicture picture(path);
    const QSize size = picture.reader.size();
    const bool isTurned = picture.reader.transformation().testFlag(QImageIOHandler::TransformationRotate90);
    return isTurned ? PictureSize{size.height(), size.width()} : PictureSize{size.width(), size.height()};
}

bool decodePicture(const fs::path& path, const ImageShape& shape, Fit fit, std::uint8_t* out) {
    OpenPicture picture(path);
    QImage image = picture.reader.read();
    if (image.isNull())
        refuse(path, "is broken: " + picture.reader.errorString().toStdString() + ".");
    // Premultiplied by alpha is the same as laid on black.
    image.convertTo(QImage::Format_RGBA8888_Premultiplied);
    if (image.isNull())
        throw std::bad_alloc();
    fitPicture({image.constBits(), image.width(), image.height(), 3, 4, image.bytesPerLine()}, shape, fit,
               out);
    return hasColour(out, shape);
}

} // namespace latentscape
