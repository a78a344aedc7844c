#include "core/io/DataUrl.h"

#include "core/tensor/Error.h"

#include <QBuffer>
#include <QImage>

namespace latentscape {

std::string base64(std::span<const std::byte> bytes) {
    const auto size = static_cast<qsizetype>(bytes.size());
    return QByteArray::fromRawData(reinterpret_cast<const char*>(bytes.data()), size)
        .toBase64()
        .toStdString();
}

std::string pngDataUrl(const Image& image) {
    const auto [channels, height, width] = image.shape;
    const auto format = channels == 1 ? QImage::Format_Grayscale8 : QImage::Format_RGB888;
    const QImage picture(image.pixels.data(), width, height, qsizetype{width} * channels, format);
    QBuffer png;
    png.open(QIODevice::WriteOnly);
    if (image.pixels.size() != static_cast<std::size_t>(image.shape.pixels()) || !picture.save(&png, "PNG")) {
        throw Error(ErrorKind::Usage, "a page was given a picture that is empty or neither grey nor RGB");
    }
    const QByteArray& bytes = png.data();
    return "data:image/png;base64," +
           base64(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

} // namespace latentscape
