#include "core/io/ImageExport.h"

#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <numeric>
#include <QBuffer>
#include <QImage>
#include <system_error>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

using Rgb = std::array<std::uint8_t, 3>;
constexpr Rgb kStage{0x2a, 0x2b, 0x2e};
constexpr Rgb kBrighter{0xff, 0x80, 0x1f};
constexpr Rgb kDarker{0x2f, 0x6b, 0xff};
constexpr int kWidest = 32767; // Qt's limit for a picture's side

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(ErrorKind::Usage, reason);
}

bool isPicture(const Image& image) {
    const ImageShape& s = image.shape;
    return (s.channels == 1 || s.channels == 3) && s.height > 0 && s.width > 0 &&
           image.pixels.size() == static_cast<std::size_t>(s.pixels());
}

// Draws `image` into `sheet` with its upper left corner at (x, y).
void place(const Image& image, int x, int y, int scale, Image& sheet) {
    const auto [channels, height, width] = image.shape;
    for (int row = 0; row < height * scale; ++row) {
        const auto* from = image.pixels.data() + std::int64_t{row / scale} * width * channels;
        auto* to = sheet.pixels.data() + (std::int64_t{y + row} * sheet.shape.width + x) * channels;
        for (int column = 0; column < width * scale; ++column) {
            to = std::copy_n(from + column / scale * channels, channels, to);
        }
    }
}

double meanOfChannels(const Image& image, std::int64_t pixel) {
    const int channels = image.shape.channels;
    const auto* values = image.pixels.data() + pixel * channels;
    return std::accumulate(values, values + channels, 0.0) / channels;
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

void requirePngName(const fs::path& file) {
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (extension != ".png") {
        refuse(file.string() + ": pictures are saved as PNG; name it NAME.png, NAME%d.png, or FOLDER/");
    }
}

std::string padded(std::size_t number, std::size_t digits) {
    std::string text = std::to_string(number);
    return std::string(digits > text.size() ? digits - text.size() : 0, '0') + text;
}

} // namespace

Image makeSheet(const std::vector<Image>& images, int columns, int gap, int scale) {
    if (images.empty() || columns < 1 || gap < 0 || scale < 1) {
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
    const std::int64_t stepX = std::int64_t{shape.width} * scale + gap;
    const std::int64_t stepY = std::int64_t{shape.height} * scale + gap;
    if (across * stepX - gap > kWidest || down * stepY - gap > kWidest) {
        refuse("the sheet would be more than 32767 pixels wide or high; take fewer images or save them one "
               "by one");
    }
    Image sheet{
        {shape.channels, static_cast<int>(down * stepY - gap), static_cast<int>(across * stepX - gap)}, {}};
    sheet.pixels.resize(static_cast<std::size_t>(sheet.shape.pixels()));
    for (std::size_t i = 0; i < sheet.pixels.size(); ++i) {
        sheet.pixels[i] = kStage[i % static_cast<std::size_t>(shape.channels)];
    }
    for (std::int64_t i = 0; i < count; ++i) {
        place(images[static_cast<std::size_t>(i)], static_cast<int>(i % across * stepX),
              static_cast<int>(i / across * stepY), scale, sheet);
    }
    return sheet;
}

Image differenceImage(const Image& original, const Image& generated, float fullScale) {
    if (!isPicture(original) || !isPicture(generated) || original.shape != generated.shape ||
        !(fullScale > 0)) {
        refuse("a difference needs two images of one shape and a scale above 0");
    }
    const std::int64_t count = std::int64_t{original.shape.height} * original.shape.width;
    Image result{{3, original.shape.height, original.shape.width}, std::vector<std::uint8_t>(3 * count)};
    for (std::int64_t i = 0; i < count; ++i) {
        const double error = (meanOfChannels(generated, i) - meanOfChannels(original, i)) / 255 / fullScale;
        const double strength = std::min(1.0, std::abs(error));
        const Rgb& full = error > 0 ? kBrighter : kDarker;
        for (std::size_t c = 0; c < 3; ++c) {
            result.pixels[static_cast<std::size_t>(3 * i) + c] =
                static_cast<std::uint8_t>(std::lround(kStage[c] + strength * (full[c] - kStage[c])));
        }
    }
    return result;
}

void savePng(const fs::path& file, const Image& image) {
    if (!isPicture(image) || image.shape.width > kWidest || image.shape.height > kWidest) {
        refuse(file.string() + ": the picture is empty, too large, or neither grey nor RGB");
    }
    QBuffer encoded;
    encoded.open(QIODevice::WriteOnly);
    if (!toQImage(image).save(&encoded, "PNG")) {
        throw Error(ErrorKind::Io, file.string() + ": the picture could not be encoded as PNG");
    }
    const QByteArray& bytes = encoded.data();
    writeFileAtomically(file,
                        std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

std::vector<fs::path> saveImages(const fs::path& out, const std::vector<Image>& images, int columns,
                                 int scale) {
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
    if (name.digits == 0) {
        requirePngName(out);
        savePng(out, makeSheet(images, columns, 1, scale));
        return {out};
    }
    std::vector<fs::path> files;
    for (std::size_t i = 0; i < images.size(); ++i) {
        files.push_back(folder / (name.before + padded(i, name.digits) + name.after));
        requirePngName(files.back());
        savePng(files.back(), makeSheet({images[i]}, 1, 0, scale));
    }
    return files;
}

} // namespace latentscape
