// The pictures that were kept, each with the point that made it and a name: what the gallery shows and paths
// start from. They stay as they were when they were kept, whatever the model learns since. A value.
#pragma once

#include <QImage>
#include <QJsonArray>
#include <QString>

#include <cstdint>
#include <vector>

namespace latentscape {

struct KeptPicture {
    QString name;
    std::vector<float> latent;
    std::uint16_t label = 0;
    std::int64_t step = 0; // of the weights that made it
    QImage image = {};
    QByteArray png = {}; // of the image, in base64: made once, not each time a file is written; may be empty
};

KeptPicture keptPicture(std::vector<float> latent, std::uint16_t label, std::int64_t step,
                        const QImage& image);

inline constexpr int kMostKept = 1000;

QJsonObject toJson(const KeptPicture& picture);
// Throws Error (Input) naming what is wrong, a latent of another length than `latents` among it.
KeptPicture keptPictureFromJson(const QJsonObject& json, std::size_t latents);

QJsonArray toJson(const std::vector<float>& latent);
// Finite numbers, as many as there should be. Throws Error (Input).
std::vector<float> latentFromJson(const QJsonValue& json, std::size_t latents);

} // namespace latentscape
