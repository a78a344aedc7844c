// What is known about the points of a map, for their colours and for words about one of them. Plain values.
#pragma once

#include "core/train/LatentMap.h"

#include <QString>

#include <vector>

namespace latentscape {

struct MapFigure {
    QString name;
    std::vector<float> values;       // of each point
    std::vector<QString> names = {}; // of the classes that the values are; empty: they are a figure
};

// The class, further factors of the data set, error and KL, of a GAN the distance from the middle of the
// prior: as far as there are any.
std::vector<MapFigure> figuresOf(const LatentMap& map);

// The names of those that the map can't have, for want of an encoder.
std::vector<QString> figuresMissingIn(const LatentMap& map);

// Class, error and KL or distance, a line each.
QString describePoint(const LatentMap& map, int point);

} // namespace latentscape
