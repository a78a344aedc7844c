#include "core/io/ImageExport.h"

#include "core/io/PngChunks.h"
#include "core/io/Provenance.h"
#include "core/io/WebpPicture.h"
#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <new>
#include <optional>
#include <QImage>
#include <QImageWriter>
#include <QIODevice>
#include <system_error>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

using Rgb = std::array<std::uint8_t, 3>;
constexpr Rgb kStage{0x2a, 0x2b, 0x2e};
constexpr int kWidest = 32767; // Qt's limit for a picture's side
constexpr int kJpegQuality = 95;
constexpr double kLayOut = 0.3; // of the time a sheet takes, before it is encoded

enum class PictureFormat { Png, Webp, Jpeg };

struct PictureEnding {
    const char* ending;
    PictureFormat format;
};
constexpr std::array kEndings{
    PictureEnding{".png", PictureFormat::Png}, PictureEnding{".webp", PictureFormat::Webp},
    PictureEnding{".jpg", PictureFormat::Jpeg}, PictureEnding{".jpeg", PictureFormat::Jpeg}};

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(ErrorKind::Usage, reason);
}

bool isPicture(const Image& image) {
    const ImageShape& s = image.shape;
    return (s.channels == 1 || s.channels == 3) && s.height > 0 && s.width > 0 &&
           image.pixels.size() == static_cast<std::size_t>(s.pixels());
}

// Draws `image` into `sheet` with its upper left corner at (x, y).
void place(const Image& image, int x, int y, Image& sheet) {
    const auto [channels, height, width] = image.shape;
    const std::int64_t line = std::int64_t{width} * channels;
    for (int row = 0; row < height; ++row) {
        std::copy_n(image.pixels.data() + row * line, line,
                    sheet.pixels.data() + (std::int64_t{y + row} * sheet.shape.width + x) * channels);
    }
}

// The part of `whole` from the share `first` on, as a watch of its own.
WorkWatch partOf(const WorkWatch& whole, double first, double share) {
    if (!whole.progress) {
        return whole;
    }
    return {whole.stop, [&whole, first, share](double done) { whole.progress(first + share * done); }};
}

QImage toQImage(const Image& image) {
    const auto [channels, height, width] = image.shape;
    QImage result(width, height, channels == 1 ? QImage::Format_Grayscale8 : QImage::Format_RGB888);
    if (result.isNull()) {
        throw std::bad_alloc();
    }
    for (int y = 0; y < height; ++y) {
        const std::int64_t line = std::int64_t{width} * channels;
        std::copy_n(image.pixels.data() + y * line, line, result.scanLine(y));
    }
    return result;
}

// "name%03d.png" as its three parts. A name without a place for the number has no digits.
struct NumberedName {
    std::string before;
    std::string after;
    std::size_t digits = 0; // at least so many
};

// Throws Error for a second place.
NumberedName parseNumbered(const std::string& name) {
    NumberedName result;
    for (std::size_t percent = name.find('%'); percent != name.npos; percent = name.find('%', percent + 1)) {
        const std::size_t end = name.find_first_not_of("0123456789", percent + 1);
        if (end == name.npos || name[end] != 'd' || end - percent > 3) {
            continue; // a percent sign like any other
        }
        if (result.digits != 0) {
            refuse(name + ": has two places for the image's number; leave one");
        }
        const std::string digits = name.substr(percent + 1, end - percent - 1);
        result = {name.substr(0, percent), name.substr(end + 1),
                  std::max<std::size_t>(1, digits.empty() ? 1 : std::stoul(digits))};
    }
    return result;
}

std::optional<PictureFormat> formatOf(const fs::path& file) {
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto found = std::ranges::find(kEndings, ending, &PictureEnding::ending);
    return found == kEndings.end() ? std::nullopt : std::optional(found->format);
}

void requirePictureName(const fs::path& file) {
    if (!formatOf(file)) {
        refuse(file.string() + ": pictures are saved as PNG, WebP or JPEG; name it NAME.png, NAME.webp, "
                               "NAME.jpg, NAME%d.png, or FOLDER/");
    }
}

// Takes what Qt encodes, until a stop is asked for.
class EncodedBytes : public QIODevice {
public:
    explicit EncodedBytes(const WorkWatch& watch)
        : m_watch(watch) {
        open(WriteOnly);
    }
    Bytes take() { return std::move(m_bytes); }

protected:
    qint64 readData(char*, qint64) override { return -1; }
    qint64 writeData(const char* data, qint64 size) override {
        if (m_watch.stop.stop_requested()) {
            return -1;
        }
        const auto* first = reinterpret_cast<const std::byte*>(data);
        m_bytes.insert(m_bytes.end(), first, first + size);
        return size;
    }

private:
    const WorkWatch& m_watch;
    Bytes m_bytes;
};

Bytes encodeJpeg(const fs::path& file, const Image& image, const WorkWatch& watch) {
    EncodedBytes device(watch);
    QImageWriter writer(&device, "jpeg");
    writer.setQuality(kJpegQuality);
    if (!writer.canWrite()) {
        throw Error(ErrorKind::Io, file.string() + ": Qt's plugin for JPEG is missing (libqjpeg.so, in the "
                                                   "package libqt6gui6); save it as PNG or WebP");
    }
    if (!writer.write(toQImage(image))) {
        watch.reached(0); // throws when that was the reason
        throw Error(ErrorKind::Io, file.string() + ": the picture could not be encoded as JPEG: " +
                                       writer.errorString().toStdString());
    }
    return device.take();
}

Bytes encodePng(const Image& image, const Provenance* provenance, const WorkWatch& watch) {
    Bytes bytes;
    appendPngStart(bytes, image.shape);
    if (provenance != nullptr) {
        appendText(bytes, kProvenanceKey, toJson(*provenance));
    }
    appendChunk(bytes, "IDAT", compressPixels(image, watch));
    appendPngEnd(bytes);
    return bytes;
}

std::string padded(std::size_t number, std::size_t digits) {
    std::string text = std::to_string(number);
    return std::string(digits > text.size() ? digits - text.size() : 0, '0') + text;
}

} // namespace

Image makeSheet(const std::vector<Image>& images, int columns, int gap, const Enlargement& enlargement,
                const WorkWatch& watch) {
    if (images.empty() || columns < 1 || gap < 0 || enlargement.factor < 1) {
        refuse("a sheet needs at least one image, one column and a scale of at least 1");
    }
    const ImageShape shape = images.front().shape;
    for (const Image& image : images) {
        if (!isPicture(image) || image.shape != shape) {
            refuse("the images of a sheet must have one shape, grey or RGB");
        }
    }
    const auto count = static_cast<std::int64_t>(images.size());
    const std::int64_t across = std::min<std::int64_t>(columns, count);
    const std::int64_t down = (count + across - 1) / across;
    const std::int64_t stepX = std::int64_t{shape.width} * enlargement.factor + gap;
    const std::int64_t stepY = std::int64_t{shape.height} * enlargement.factor + gap;
    if (across * stepX - gap > kWidest || down * stepY - gap > kWidest) {
        refuse(
            "the sheet would be more than 32767 pixels wide or high; take fewer images, enlarge them less or "
            "save them one by one");
    }
    Image sheet{
        {shape.channels, static_cast<int>(down * stepY - gap), static_cast<int>(across * stepX - gap)}, {}};
    sheet.pixels.resize(static_cast<std::size_t>(sheet.shape.pixels()));
    for (std::size_t i = 0; i < sheet.pixels.size(); ++i) {
        sheet.pixels[i] = kStage[i % static_cast<std::size_t>(shape.channels)];
    }
    for (std::int64_t i = 0; i < count; ++i) {
        watch.reached(i, count);
        place(enlarge(images[static_cast<std::size_t>(i)], enlargement), static_cast<int>(i % across * stepX),
              static_cast<int>(i / across * stepY), sheet);
    }
    return sheet;
}

void saveImage(const fs::path& file, const Image& image, const Provenance* provenance,
               const WorkWatch& watch) {
    requirePictureName(file);
    if (!isPicture(image) || image.shape.width > kWidest || image.shape.height > kWidest) {
        refuse(file.string() + ": the picture is empty, too large, or neither grey nor RGB");
    }
    switch (*formatOf(file)) {
    case PictureFormat::Png:
        return writeFileAtomically(file, encodePng(image, provenance, watch));
    case PictureFormat::Webp:
        return writeFileAtomically(file, encodeWebp(image, watch));
    case PictureFormat::Jpeg:
        return writeFileAtomically(file, encodeJpeg(file, image, watch));
    }
}

std::vector<fs::path> saveImages(const fs::path& out, const std::vector<Image>& images, int columns,
                                 const Enlargement& enlargement, const Provenance* provenance,
                                 const WorkWatch& watch) {
    NumberedName name = parseNumbered(out.filename().string());
    fs::path folder = out.parent_path();
    const bool newFolder = name.digits == 0 && !out.has_extension() && !fs::exists(out);
    if (!out.has_filename() || fs::is_directory(out) || newFolder) {
        std::error_code error;
        fs::create_directories(out, error);
        if (error) {
            throw Error(ErrorKind::Io, out.string() + ": the folder cannot be made: " + error.message());
        }
        name = {"", ".png", padded(images.size(), 4).size()};
        folder = out;
    }
    std::optional<Provenance> placed;
    const auto placedIn = [&](const Provenance& pictures, int across) {
        placed = pictures;
        placed->columns = across;
        placed->enlargement = enlargement;
        return &*placed;
    };
    if (name.digits == 0) {
        requirePictureName(out);
        const Image sheet = makeSheet(images, columns, 1, enlargement, partOf(watch, 0, kLayOut));
        saveImage(out, sheet, provenance != nullptr ? placedIn(*provenance, columns) : nullptr,
                  partOf(watch, kLayOut, 1 - kLayOut));
        return {out};
    }
    std::vector<fs::path> files;
    for (std::size_t i = 0; i < images.size(); ++i) {
        watch.reached(static_cast<std::int64_t>(i), std::ssize(images));
        files.push_back(folder / (name.before + padded(i, name.digits) + name.after));
        const auto index = static_cast<std::int64_t>(i);
        saveImage(files.back(), makeSheet({images[i]}, 1, 0, enlargement),
                  provenance != nullptr ? placedIn(provenance->ofPicture(index), 1) : nullptr);
    }
    return files;
}

} // namespace latentscape
