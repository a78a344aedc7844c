// How a map is looked at. A value; travels with the run.
#pragma once

#include <QString>

namespace latentscape {

struct MapSettings {
    int plane = 0; // as MapPanel counts them
    int x = 0;     // axes, from 0
    int y = 1;
    QString colour; // name of a figure; empty, or one that there is not: the first
    bool pictures = false;

    bool operator==(const MapSettings&) const = default;
};

} // namespace latentscape
