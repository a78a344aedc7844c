#include "ui/MapFigures.h"

#include "ui/Figures.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace latentscape {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("latentscape::MapPanel", text);
}

QString className(const Dataset& images, int label) {
    const auto& names = images.classNames();
    return label < static_cast<int>(names.size())
               ? QString::fromStdString(names[static_cast<std::size_t>(label)])
               : QString::number(label);
}

} // namespace

std::vector<MapFigure> figuresOf(const LatentMap& map) {
    const Dataset& images = *map.images;
    std::vector<MapFigure> figures;
    for (std::size_t factor = 0; images.hasLabels() && factor < images.factorNames().size(); ++factor) {
        MapFigure figure{QString::fromStdString(images.factorNames()[factor]), {}};
        for (std::int64_t i = 0; i < images.count(); ++i)
            figure.values.push_back(images.factors(i)[factor]);
        const int most = static_cast<int>(*std::ranges::max_element(figure.values));
        for (int label = 0; factor == 0 && label <= most; ++label)
            figure.names.push_back(className(images, label));
        figures.push_back(std::move(figure));
    }
    if (!map.errors.empty()) {
        figures.push_back({tr("error"), map.errors});
        figures.push_back({tr("KL"), map.kl});
    }
    if (!map.distances.empty())
        figures.push_back({tr("distance"), map.distances});
    return figures;
}

std::vector<QString> figuresMissingIn(const LatentMap& map) {
    if (map.distances.empty())
        return {};
    return {tr("error"), tr("KL")};
}

QString describePoint(const LatentMap& map, int point) {
    QStringList words;
    if (map.images->hasLabels())
        words.push_back(className(*map.images, map.images->factors(point)[0]));
    if (!map.errors.empty()) {
        words.push_back(tr("error %1").arg(lossFigure(map.errors[static_cast<std::size_t>(point)])));
        words.push_back(tr("KL %1 nats").arg(lossFigure(map.kl[static_cast<std::size_t>(point)])));
    }
    if (!map.distances.empty())
        words.push_back(tr("distance %1").arg(lossFigure(map.distances[static_cast<std::size_t>(point)])));
    return words.join('\n');
}

} // namespace latentscape
