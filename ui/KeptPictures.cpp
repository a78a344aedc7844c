#include "ui/KeptPictures.h"

#include "core/tensor/Error.h"

#include <QBuffer>
#include <QImageReader>
#include <QJsonObject>

#include <cmath>

namespace latentscape {

namespace {

constexpr int kLargestSide = 4096; // pixels of a kept picture

[[noreturn]] void refuse(const char* what) {
    throw Error(ErrorKind::Input, std::string("A kept picture's ") + what + " is damaged.");
}

QByteArray toPng(const QImage& image) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes.toBase64();
}

QImage fromPng(const QString& text) {
    QByteArray bytes = QByteArray::fromBase64(text.toLatin1());
    QBuffer buffer(&bytes);
    QImageReader reader(&buffer, "PNG");
    const QSize size = reader.size(); // before anything is allocated for it
    if (!size.isValid() || size.width() > kLargestSide || size.height() > kLargestSide) {
        refuse("image");
    }
    QImage image = reader.read();
    if (image.isNull()) {
        refuse("image");
    }
    return image;
}

} // namespace

KeptPicture keptPicture(std::vector<float> latent, std::uint16_t label, std::int64_t step,
                        const QImage& image) {
    return {{}, std::move(latent), label, step, image, toPng(image)};
}

QJsonArray toJson(const std::vector<float>& latent) {
    QJsonArray values;
    for (const float value : latent) {
        values.append(double{value}); // exact: a double holds every float, and JSON every double
    }
    return values;
}

std::vector<float> latentFromJson(const QJsonValue& json, std::size_t latents) {
    const QJsonArray values = json.toArray();
    if (values.size() != static_cast<qsizetype>(latents)) {
        refuse("point");
    }
    std::vector<float> latent;
    for (const QJsonValue& value : values) {
        latent.push_back(static_cast<float>(value.toDouble(NAN)));
        if (!std::isfinite(latent.back())) {
            refuse("point");
        }
    }
    return latent;
}

QJsonObject toJson(const KeptPicture& picture) {
    return {{"name", picture.name},
            {"latent", toJson(picture.latent)},
            {"class", picture.label},
            {"step", static_cast<double>(picture.step)},
            {"png", QString::fromLatin1(picture.png.isEmpty() ? toPng(picture.image) : picture.png)}};
}

KeptPicture keptPictureFromJson(const QJsonObject& json, std::size_t latents) {
    const int label = json["class"].toInt(-1);
    if (label < 0 || label > 65535) {
        refuse("class");
    }
    return {json["name"].toString().left(200), latentFromJson(json["latent"], latents),
            static_cast<std::uint16_t>(label), static_cast<std::int64_t>(json["step"].toDouble()),
            fromPng(json["png"].toString()),   json["png"].toString().toLatin1()};
}

} // namespace latentscape
