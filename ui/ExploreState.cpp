#include "ui/ExploreState.h"

#include "core/tensor/Error.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace latentscape {

namespace {

QJsonArray toJson(const std::vector<KeptPicture>& pictures) {
    QJsonArray array;
    for (const KeptPicture& picture : pictures) {
        array.append(toJson(picture));
    }
    return array;
}

std::vector<KeptPicture> picturesFromJson(const QJsonValue& json, std::size_t latents) {
    const QJsonArray array = json.toArray();
    if (array.size() > kMostKept) {
        throw Error(ErrorKind::Input, "It keeps more than " + std::to_string(kMostKept) + " pictures.");
    }
    std::vector<KeptPicture> pictures;
    for (const QJsonValue& value : array) {
        pictures.push_back(keptPictureFromJson(value.toObject(), latents));
    }
    return pictures;
}

Direction directionFromJson(const QJsonObject& json, std::size_t latents) {
    Direction direction{json["name"].toString().left(200).toStdString(),
                        latentFromJson(json["vector"], latents),
                        static_cast<float>(json["spread"].toDouble()), 0};
    double squares = 0;
    for (const float value : direction.vector) {
        squares += double{value} * value;
    }
    if (!(std::abs(squares - 1) < 1e-3) || !(direction.spread > 0) || !std::isfinite(direction.spread)) {
        throw Error(ErrorKind::Input, "The direction \"" + direction.name + "\" is damaged.");
    }
    return direction;
}

QJsonObject toJson(const MapSettings& map) {
    return {{"plane", map.plane},
            {"axes", QJsonArray{map.x, map.y}},
            {"colour", map.colour},
            {"pictures", map.pictures}};
}

MapSettings mapFromJson(const QJsonValue& json) {
    const MapSettings usual;
    return {json["plane"].toInt(usual.plane), json["axes"][0].toInt(usual.x), json["axes"][1].toInt(usual.y),
            json["colour"].toString(), json["pictures"].toBool()};
}

} // namespace

std::string toJson(const ExploreState& state) {
    if (state.isEmpty()) {
        return "{}";
    }
    QJsonArray directions;
    for (const Direction& direction : state.directions) {
        directions.append(QJsonObject{{"name", QString::fromStdString(direction.name)},
                                      {"vector", toJson(direction.vector)},
                                      {"spread", double{direction.spread}}});
    }
    QJsonArray locked;
    for (const int dimension : state.locked) {
        locked.append(dimension);
    }
    return QJsonDocument(QJsonObject{{"point", toJson(state.latent)},
                                     {"class", state.label},
                                     {"locked", locked},
                                     {"gallery", toJson(state.kept)},
                                     {"path", toJson(state.stops)},
                                     {"directions", directions},
                                     {"pages", QJsonArray{state.pointPage, state.aroundPage}},
                                     {"sliders", QJsonArray{state.order, state.range}},
                                     {"map", toJson(state.map)},
                                     {"view", state.view}})
        .toJson(QJsonDocument::Compact)
        .toStdString();
}

ExploreState exploreStateFromJson(const std::string& text, std::size_t latents) {
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(text), &problem);
    if (!document.isObject()) {
        throw Error(ErrorKind::Input,
                    "What was kept in Explore is damaged: " + problem.errorString().toStdString());
    }
    const QJsonObject json = document.object();
    ExploreState state;
    if (!json["point"].toArray().isEmpty()) {
        state.latent = latentFromJson(json["point"], latents);
    }
    state.label = static_cast<std::uint16_t>(json["class"].toInt());
    for (const QJsonValue& value : json["locked"].toArray()) {
        if (value.toInt(-1) >= 0 && value.toInt() < static_cast<int>(latents)) {
            state.locked.push_back(value.toInt());
        }
    }
    state.kept = picturesFromJson(json["gallery"], latents);
    state.stops = picturesFromJson(json["path"], latents);
    for (const QJsonValue& value : json["directions"].toArray()) {
        state.directions.push_back(directionFromJson(value.toObject(), latents));
    }
    state.pointPage = json["pages"][0].toInt();
    state.aroundPage = json["pages"][1].toInt();
    state.order = json["sliders"][0].toInt(-1);
    state.range = json["sliders"][1].toInt(-1);
    state.map = mapFromJson(json["map"]);
    state.view = json["view"].toInt();
    return state;
}

} // namespace latentscape
